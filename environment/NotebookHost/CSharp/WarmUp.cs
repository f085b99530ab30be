using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using NotebookHost.Engine;

namespace NotebookHost.CSharp;

/// <summary>Prepares the compiler while the front end makes up its mind, so that the first cell finds it warm.</summary>
/// <remarks>
/// Half of the time of a first cell is the JIT: the compiler's generics over the framework's types cannot be compiled ahead of time.
/// Two threads share the work: one loads and binds the references, one compiles a script against a few of its own.
/// </remarks>
internal static class WarmUp
{
    private const string Script = """
        var warm = new List<int> { 1, 2 };
        foreach (var one in warm) Console.Write($"{one}");
        int Twice(int a) => 2 * a;
        warm.Select(i => Twice(i)).ToList()
        """;

    // A front end waits for the kernel before it sends a cell: what is ready by then need not be waited for later.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(435);
    private static CountdownEvent? left;
    private static long started;

    /// <summary>Starts to prepare.</summary>
    public static void Start()
    {
        (started, left) = (Stopwatch.GetTimestamp(), new CountdownEvent(2));
        Begin(References);
        Begin(Compiler);
    }

    /// <summary>Waits until all is prepared, but not long after the start.</summary>
    public static void Wait()
    {
        var rest = Patience - Stopwatch.GetElapsedTime(started);
        if (rest > TimeSpan.Zero) left?.Wait(rest);
    }

    /// <summary>Compiles against references of its own: what two compilations share must not be bound by both at once.</summary>
    private static void Compiler()
    {
        var references = new[] { "System.Private.CoreLib", "System.Runtime", "System.Console", "System.Collections", "System.Linq" }
            .Select(name => MetadataReference.CreateFromFile(Path.Combine(FrameworkReferences.FrameworkFolder, name + ".dll")));
        var tree = CSharpSyntaxTree.ParseText(Script, CSharpKernel.ParseOptions, "warm", System.Text.Encoding.UTF8);
        var compilation = CSharpCompilation.CreateScriptCompilation("Warm", tree, references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: ["System", "System.Linq", "System.Collections.Generic"], optimizationLevel: OptimizationLevel.Release, concurrentBuild: false), returnType: typeof(object));
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
    }

    private static void References()
    {
        var kernel = new CSharpKernel(AppContext.BaseDirectory);
        using var scope = new CellScope(new Jupyter.CapturingSink(), 0);
        CellScope.Current = scope;
        Formatting.ValueFormatter.Format(kernel.Execute(new CellPart("csharp", Script, 0, ""), scope));
        kernel.Complete("warm.Se", 7);
    }

    private static void Begin(Action action) => new Thread(() =>
    {
        try
        {
            action();
        }
        catch (Exception)
        {
            // The first real cell will say what is wrong.
        }
        finally
        {
            left!.Signal();
        }
    }, 16 << 20) { IsBackground = true, Name = "warm-up" }.Start();
}
