using System.Globalization;
using System.Runtime.CompilerServices;
using NotebookHost.CSharp;
using NotebookHost.Engine;
using NotebookHost.Script;

namespace NotebookHost.FSharp;

/// <summary>F# cells, in one session a notebook; the compiler is loaded when a cell first uses it.</summary>
/// <remarks>A stop ends loops and recursive functions (<see cref="FSharpLoops"/>) and wakes waits, as it does in C#; endless members are left behind with a notice.</remarks>
/// <param name="csharp">Whose libraries F# sees too.</param>
internal sealed class FSharpKernel(CSharpKernel csharp) : ILanguageKernel
{
    private readonly HashSet<string> referenced = new(StringComparer.Ordinal);
    private FSharpSession? session;

    public string Name => "fsharp";

    public IReadOnlyList<string> Aliases { get; } = ["f#", "F#", "fs"];

    public IEnumerable<(string Name, Type Type, object? Value)> Variables => session is null ? [] : Bound();

    public object? Execute(CellPart part, CellScope scope)
    {
        var code = csharp.Directives.Apply(part.Text, scope);
        var file = string.Create(CultureInfo.InvariantCulture, $"cell {scope.Number}");
        return Evaluate(new string('\n', part.Line) + code, file, scope.Stop);
    }

    public void SetValue(string name, object? value, Type type, CellStop stop)
    {
        if (name.Contains('`', StringComparison.Ordinal)) throw new MagicException($"'{name}' is not a name that F# allows.");
        csharp.Refer(type);
        Handed.Values[name] = value;
        Evaluate($"let ``{name}`` = (global.NotebookHost.Script.Handed.Values.[\"{name}\"] :?> {TypeText.FSharp(type)})", "shared value", stop);
    }

    private object? Evaluate(string code, string file, CellStop stop)
    {
        var running = Session();
        foreach (var path in csharp.LibraryPaths.Where(referenced.Add).ToList()) running.Reference(path);
        return stop.Run(() => Task.FromResult(running.Evaluate(code, file)));
    }

    // Apart, so that the compiler's assemblies are not loaded with this class.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private FSharpSession Session() => session ??= new FSharpSession();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private IEnumerable<(string Name, Type Type, object? Value)> Bound() => session!.Values;
}
