using System.Diagnostics;
using NotebookHost.CSharp;
using NotebookHost.Formatting;
using NotebookHost.FSharp;
using NotebookHost.Sql;

namespace NotebookHost.Engine;

/// <summary>Executes cells: splits them into parts, gives each to its language, carries out magics. Knows no front end.</summary>
internal sealed class NotebookEngine
{
    private readonly List<ILanguageKernel> kernels;
    private readonly Magics magics;
    private readonly Lock gate = new();
    private CellStop? running;
    private long interrupts;

    /// <summary>An engine for one notebook.</summary>
    /// <param name="folder">The notebook's folder; relative paths start there.</param>
    public NotebookEngine(string folder)
    {
        Folder = Path.GetFullPath(folder);
        ConsoleRouter.Install();
        CSharp = new CSharpKernel(Folder);
        kernels = [CSharp, new FSharpKernel(CSharp), new SqlKernel("sql", "Data Source=:memory:", Folder), .. MarkupKernel.All(), new JavaScriptKernel(), new ValueKernel(Folder)];
        magics = new Magics(this);
    }

    /// <summary>The notebook's folder.</summary>
    public string Folder { get; }

    /// <summary>The language of cells that name no other.</summary>
    public CSharpKernel CSharp { get; }

    /// <summary>The languages.</summary>
    public IReadOnlyList<ILanguageKernel> Kernels => kernels;

    /// <summary>Limits of each cell's outputs.</summary>
    public OutputLimits Limits { get; init; } = new();

    /// <summary>The language of a name, or null.</summary>
    public ILanguageKernel? Find(string name) => kernels.FirstOrDefault(kernel => kernel.Name == name || kernel.Aliases.Contains(name));

    /// <summary>Adds a language, in place of one of the same name.</summary>
    public void Add(ILanguageKernel kernel)
    {
        kernels.RemoveAll(other => other.Name == kernel.Name);
        kernels.Add(kernel);
    }

    /// <summary>Runs one cell to its end.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="language">The language its metadata names, or null.</param>
    /// <param name="number">The execution count.</param>
    /// <param name="sink">Where outputs go.</param>
    /// <param name="timeout">How long its code may run, compilation not counted; null for ever.</param>
    /// <param name="since"><see cref="Interrupts"/> when the cell was asked for; null for now. An interrupt since then ends it before it starts.</param>
    /// <returns>What went wrong, or null.</returns>
    public CellError? Execute(string code, string? language, int number, ICellSink sink, TimeSpan? timeout = null, long? since = null)
    {
        using var stop = new CellStop(timeout);
        using var scope = new CellScope(sink, number, Limits) { Stop = stop };
        lock (gate)
        {
            running = stop;
            if (since is { } asked && asked != interrupts) stop.Stop(() => new CellInterruptedException());
        }
        var outer = CellScope.Current;
        CellScope.Current = scope;
        try
        {
            stop.ThrowIfStopped();
            Run(code, language, scope);
            return null;
        }
        catch (Exception e)
        {
            return ErrorReport.Of(stop.Reason ?? e);
        }
        finally
        {
            lock (gate) running = null;
            CellScope.Current = outer;
        }
    }

    /// <summary>Cancelled when the running cell is to stop; none where no cell runs.</summary>
    public CancellationToken RunningToken
    {
        get
        {
            lock (gate) return running?.Token ?? CancellationToken.None;
        }
    }

    /// <summary>How often the engine was interrupted.</summary>
    public long Interrupts
    {
        get
        {
            lock (gate) return interrupts;
        }
    }

    /// <summary>Stops the running cell, if any, and the cells that were asked for before.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            interrupts++;
            running?.Stop(() => new CellInterruptedException());
        }
    }

    /// <summary>Runs the text of a cell within a cell that is running already: its parts in order, the last value shown.</summary>
    public void Run(string code, string? language, CellScope scope)
    {
        var first = Find(language ?? CSharp.Name) ?? throw new MagicException($"This host has no language '{language}'; it has {string.Join(", ", kernels.Select(kernel => kernel.Name))}.");
        var watch = Stopwatch.StartNew();
        var timed = false;
        var parts = CellParser.Parse(code, first.Name, name => Find(name) is not null || name.StartsWith("sql-", StringComparison.Ordinal));
        for (var i = 0; i < parts.Count; i++)
        {
            scope.Stop.ThrowIfStopped();
            if (parts[i].Language is not { } name)
            {
                timed |= magics.Execute(parts[i], scope) == MagicEffect.Time;
                continue;
            }
            // A magic line above may just have connected it.
            var kernel = Find(name) ?? throw new MagicException($"There is no #!{name} here; #!connect sqlite --kernel-name {name[4..]} --connection-string \"Data Source=file.db\" makes it.");
            var value = kernel.Execute(parts[i], scope);
            // What display() gives back has been shown.
            if (ReferenceEquals(value, ILanguageKernel.NoValue) || value is Script.DisplayedValue) continue;
            var bundle = ValueFormatter.Format(value);
            if (parts.Skip(i + 1).All(part => part.Language is null)) scope.Result(bundle);
            else scope.Display(bundle, []);
        }
        if (timed) scope.Display(new MimeBundle(("text/plain", FormattableString.Invariant($"Wall time: {watch.Elapsed.TotalMilliseconds:0.0}ms"))), []);
    }
}
