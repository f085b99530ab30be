using System.Globalization;
using FSharp.Compiler.Diagnostics;
using Microsoft.FSharp.Core;
using NotebookHost.Engine;
using NotebookHost.Script;
using static FSharp.Compiler.Interactive.Shell;

namespace NotebookHost.FSharp;

/// <summary>The compiler's interactive session: the only class that mentions it.</summary>
internal sealed class FSharpSession
{
    private readonly FsiEvaluationSession session;
    private readonly FSharpLoops loops;

    /// <summary>Starts the compiler, about a second's work.</summary>
    public FSharpSession()
    {
        // Not interactive: the compiler's own way to interrupt is an abort, which can end the process.
        session = FsiEvaluationSession.Create(FsiEvaluationSession.GetDefaultConfiguration(),
            ["fsi", "--noninteractive", "--nologo", "--gui-", "--quiet", "--readline-", "--debug+", "--optimize+", "--shadowcopyreferences-", .. Framework()],
            TextReader.Null, TextWriter.Null, TextWriter.Null, FSharpOption<bool>.None, null);
        loops = new FSharpLoops(session.InteractiveChecker);
        Reference(typeof(Surface).Assembly.Location);
        Evaluate("open type NotebookHost.Script.Surface\nopen NotebookHost.Script", "start");
    }

    /// <summary>The values that cells have bound, by name.</summary>
    public IEnumerable<(string Name, Type Type, object? Value)> Values =>
        session.GetBoundValues().Where(bound => bound.Name != "it").Select(bound => (bound.Name, bound.Value.ReflectionType, (object?)bound.Value.ReflectionValue));

    /// <summary>Makes a library known.</summary>
    public void Reference(string path) => Evaluate($"#r @\"{path}\"", "reference");

    /// <summary>Runs a cell.</summary>
    /// <returns>The value of its last expression.</returns>
    /// <exception cref="CompilationFailedException">It does not compile.</exception>
    /// <exception cref="Exception">What its code threw.</exception>
    public object? Evaluate(string code, string file)
    {
        var (result, diagnostics) = session.EvalInteractionNonThrowing(loops.In(code, file), file, FSharpOption<CancellationToken>.None);
        if (result is FSharpChoice<FSharpOption<FsiValue>?, Exception>.Choice1Of2 { Item: var value })
        {
            if (value is null || value.Value.ReflectionType == typeof(Unit)) return ILanguageKernel.NoValue;
            return value.Value.ReflectionValue;
        }
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity.IsError).ToList();
        if (errors.Count > 0) throw new CompilationFailedException(string.Join('\n', errors.Take(10).Select(error => Text(error, file, code.Split('\n')))));
        if (result is FSharpChoice<FSharpOption<FsiValue>?, Exception>.Choice2Of2 { Item: var thrown }) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
        return ILanguageKernel.NoValue;
    }

    // By itself the session refers to some of the framework only: List<T> was not among it. What declares is taken, not what runs, or int would not be Int32.
    private static IEnumerable<string> Framework() =>
        NotebookHost.CSharp.XmlFileDocumentation.ReferencePack.Value is { } pack ? Directory.EnumerateFiles(pack, "*.dll").Order(StringComparer.Ordinal).Select(file => "-r:" + file) : [];

    private static string Text(FSharpDiagnostic error, string file, string[] lines)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{file}, line {error.StartLine}, column {error.StartColumn + 1}: error FS{error.ErrorNumber:0000}: {error.Message.ReplaceLineEndings(" ")}");
        var line = error.StartLine >= 1 && error.StartLine <= lines.Length ? lines[error.StartLine - 1] : "";
        return line.Length == 0 ? place : $"{place}\n    {line}\n    {new string(' ', Math.Min(error.StartColumn, line.Length))}^";
    }
}
