using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using NotebookHost.Engine;
using NotebookHost.Script;

namespace NotebookHost.CSharp;

/// <summary>C# cells: each is a Roslyn script submission that sees those before it.</summary>
internal sealed partial class CSharpKernel : ILanguageKernel
{
    /// <summary>The namespaces .NET Interactive opens, and no others; the last line gives the display functions.</summary>
    private static readonly string[] Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        "NotebookHost.Script.Surface",
    ];

    internal static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);
    private static readonly Lock Binding = new();
    private static CSharpCompilation? first;
    private static int submissions;

    private readonly Libraries libraries = new();
    private SubmissionContext context;
    private int generation;
    private readonly List<Submission> history = [];
    private readonly CSharpCompilationOptions options;
    private CSharpCompilation? last;
    private object?[] states = new object?[16];

    /// <summary>A kernel whose relative paths start at a folder.</summary>
    public CSharpKernel(string folder)
    {
        Directives = new Directives(folder, libraries);
        context = new SubmissionContext(libraries, null);
        // Built on one thread: a cell is a few methods, and handing each to the pool costs more than it gains.
        options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: Usings, optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true, concurrentBuild: false, metadataReferenceResolver: CachedReferenceResolver.Instance,
            sourceReferenceResolver: new CellPathResolver(folder), warningLevel: 4);
    }

    public string Name => "csharp";

    public IReadOnlyList<string> Aliases { get; } = ["c#", "C#", "cs"];

    /// <summary>Carries out <c>#r</c> lines, for the other compiled languages too.</summary>
    public Directives Directives { get; }

    /// <summary>The files of the libraries that the notebook refers to.</summary>
    public IEnumerable<string> LibraryPaths => libraries.Paths;

    public IEnumerable<(string Name, Type Type, object? Value)> Variables
    {
        get
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var submission in Enumerable.Reverse(history))
            {
                foreach (var variable in submission.Fields.Reverse())
                {
                    if (seen.Add(variable.Name)) yield return (variable.Name, variable.FieldType, variable.GetValue(submission.Instance));
                }
            }
        }
    }

    public object? Execute(CellPart part, CellScope scope)
    {
        var code = Directives.Apply(part.Text, scope);
        // Blank lines in front keep the line numbers those of the cell.
        return Run(new string('\n', part.Line) + code, string.Create(CultureInfo.InvariantCulture, $"cell {scope.Number}"), scope.Stop, text => scope.Write("stderr", text));
    }

    public void SetValue(string name, object? value, Type type, CellStop stop)
    {
        if (!SyntaxFacts.IsValidIdentifier(name)) throw new MagicException($"'{name}' is not a name that C# allows.");
        Refer(type);
        var visible = TypeText.CSharp(type);
        Handed.Values[name] = value;
        Run($"var @{name} = ({visible})NotebookHost.Script.Handed.Values[\"{name}\"]!;", "shared value", stop);
    }

    /// <summary>Refers to the libraries that hold a type, so that it can be named.</summary>
    public void Refer(Type type)
    {
        libraries.Refer(type.Assembly);
        if (type.GetElementType() is { } element) Refer(element);
        foreach (var argument in type.GetGenericArguments()) Refer(argument);
    }

    private object? Run(string code, string path, CellStop stop, Action<string>? tell = null)
    {
        var written = CSharpSyntaxTree.ParseText(code, ParseOptions, path, Encoding.UTF8, stop.Token);
        var tree = LoopChecks.In(written);
        var number = Interlocked.Increment(ref submissions);
        var name = string.Create(CultureInfo.InvariantCulture, $"Submission{number}");
        var compilation = Bound(name, tree, string.Create(CultureInfo.InvariantCulture, $"Submission#{number}"));
        if (tree.GetCompilationUnitRoot(stop.Token).Members.Count == 0)
        {
            // Only usings or comments: later cells see them, nothing runs.
            Check(compilation.GetDiagnostics(stop.Token), code);
            last = compilation;
            return ILanguageKernel.NoValue;
        }
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: stop.Token);
        // Errors and warnings are told of the text as it was written.
        var diagnostics = tree == written || emitted.Diagnostics.IsEmpty ? emitted.Diagnostics : compilation.ReplaceSyntaxTree(tree, written).GetDiagnostics(stop.Token);
        Check(diagnostics, code);
        Check(emitted.Diagnostics, code);
        var warnings = Warnings(diagnostics);
        var entry = compilation.GetEntryPoint(stop.Token)!;
        var previous = last;
        last = compilation;
        (image.Position, symbols.Position) = (0, 0);
        if (generation != libraries.Generation)
        {
            // A context that has bound a name never looks again.
            context = new SubmissionContext(libraries, context);
            generation = libraries.Generation;
        }
        var assembly = context.Add(name, image, symbols);
        var factory = assembly.GetType(entry.ContainingType.MetadataName)!.GetMethod(entry.MetadataName, BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static)!;
        var slot = history.Count + 1;
        if (slot >= states.Length) Array.Resize(ref states, 2 * states.Length);
        var run = factory.CreateDelegate<Func<object?[], Task<object?>>>();
        try
        {
            var result = stop.Run(() => run(states));
            return HasResult(compilation, tree) ? result : ILanguageKernel.NoValue;
        }
        finally
        {
            // Variables that were assigned before a throw survive it.
            if (states[slot] is { } instance) history.Add(new Submission(instance));
            else last = previous;
            if (warnings.Length > 0) tell?.Invoke(warnings);
        }
    }

    /// <summary>A compilation whose references are bound, one at a time.</summary>
    /// <remarks>
    /// Two compilations that bind at once each make symbols of their own for the framework; a later cell would then take
    /// a type for two different ones. Bound one after the other, the later finds the symbols of the earlier.
    /// </remarks>
    private CSharpCompilation Bound(string name, SyntaxTree tree, string scriptClass)
    {
        lock (Binding)
        {
            var compilation = CSharpCompilation.CreateScriptCompilation(name, tree, [.. FrameworkReferences.All, .. libraries.References], options.WithScriptClassName(scriptClass), last, typeof(object));
            // Asking for the object type binds. The first compilation stays, so that its symbols do.
            compilation.GetSpecialType(SpecialType.System_Object);
            first ??= compilation;
            return compilation;
        }
    }

    private static bool HasResult(CSharpCompilation compilation, SyntaxTree tree)
    {
        var member = ((CompilationUnitSyntax)tree.GetRoot()).Members.LastOrDefault();
        if (member is not GlobalStatementSyntax { Statement: var statement }) return false;
        if (statement is ReturnStatementSyntax { Expression: not null }) return true;
        if (statement is not ExpressionStatementSyntax { SemicolonToken.IsMissing: true } expression) return false;
        return compilation.GetSemanticModel(tree).GetTypeInfo(expression.Expression).Type is { SpecialType: not SpecialType.System_Void };
    }

    private static void Check(IEnumerable<Diagnostic> diagnostics, string code)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count == 0) return;
        var lines = code.Split('\n');
        throw new CompilationFailedException(string.Join('\n', errors.Take(10).Select(diagnostic =>
        {
            var span = diagnostic.Location.GetLineSpan();
            var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
            var place = string.Create(CultureInfo.InvariantCulture, $"{span.Path}, line {line + 1}, column {column + 1}: error {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
            return line < lines.Length && lines[line].Length > 0 ? $"{place}\n    {lines[line]}\n    {new string(' ', Math.Min(column, lines[line].Length))}^" : place;
        })));
    }

    /// <summary>What the compiler says besides errors, in the form and at the place (behind the cell's displays) in which .NET Interactive writes it.</summary>
    private static string Warnings(IEnumerable<Diagnostic> diagnostics)
    {
        var texts = diagnostics.Where(diagnostic => diagnostic.Severity is DiagnosticSeverity.Warning or DiagnosticSeverity.Info && !diagnostic.IsSuppressed)
            .Select(diagnostic => (Start: diagnostic.Location.GetLineSpan().StartLinePosition, Diagnostic: diagnostic)).OrderBy(item => item.Start)
            .Select(item => string.Create(CultureInfo.InvariantCulture,
                $"({item.Start.Line + 1},{item.Start.Character + 1}): {(item.Diagnostic.Severity == DiagnosticSeverity.Info ? "info" : "warning")} {item.Diagnostic.Id}: {item.Diagnostic.GetMessage(CultureInfo.InvariantCulture)}"))
            .ToList();
        return texts.Count == 0 ? "" : $"\n{string.Join("\n\n", texts)}\n\n";
    }

    /// <summary>Finds <c>#load</c> files, and leaves the names of cells as they are in symbols.</summary>
    private sealed class CellPathResolver(string folder) : SourceFileResolver([], folder)
    {
        public override string? NormalizePath(string path, string? baseFilePath) =>
            path.StartsWith("cell ", StringComparison.Ordinal) ? path : base.NormalizePath(path, baseFilePath);
    }

    /// <summary>A submission that ran, and its variables.</summary>
    private sealed class Submission(object instance)
    {
        public object Instance { get; } = instance;

        public IEnumerable<FieldInfo> Fields { get; } =
            [.. instance.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(field => !field.Name.StartsWith('<'))];
    }

    /// <summary>Holds the submissions; they refer to each other by name.</summary>
    private sealed class SubmissionContext(Libraries libraries, SubmissionContext? before) : AssemblyLoadContext("notebook")
    {
        private readonly Dictionary<string, Assembly> loaded = before?.loaded ?? new(StringComparer.Ordinal);

        public Assembly Add(string name, Stream image, Stream symbols) => loaded[name] = LoadFromStream(image, symbols);

        protected override Assembly? Load(AssemblyName assemblyName) => loaded.GetValueOrDefault(assemblyName.Name!) ?? libraries.Beside(assemblyName);
    }
}
