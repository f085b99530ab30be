using System.Globalization;
using NotebookHost.Notebooks;
using NotebookHost.Report;
using Spectre.Console;

namespace NotebookHost.Headless;

/// <summary>The main job: executes notebooks one after the other, each in its own process, and reports.</summary>
/// <param name="console">Where progress is shown.</param>
internal sealed class RunCommand(IAnsiConsole console)
{
    /// <summary>Runs what the options ask for.</summary>
    /// <returns>0 where every notebook ran to its end or lacks a package it may lack, 1 where a cell failed or gave other outputs than it is checked for.</returns>
    /// <exception cref="ParameterException">An option cannot be followed; nothing was run or written.</exception>
    /// <exception cref="NotebookFormatException">A file is not a notebook; nothing was run or written.</exception>
    public int Run(RunOptions options)
    {
        var parameters = options.Parameters();
        if ((options.Save || options.Check) && parameters.Count > 0)
        {
            throw new ParameterException("--save and --check mean the notebooks as they stand; they do not go with --data or --set.");
        }
        if (options.Save && options.Check) throw new ParameterException("--check compares with the outputs that --save would replace; give one of them.");
        // All are read and their parameters set before the first runs: a mistake shows at once.
        List<Notebook> notebooks = [.. NotebookFinder.Find(NotebookFinder.Folder(options.Notebooks), options.Only).Select(Notebook.Load)];
        SetParameters(notebooks, parameters);
        var runs = new List<NotebookRun>();
        foreach (var notebook in notebooks)
        {
            var run = Progress(notebook, options);
            run.Parameters = new Parameters(notebook).Values;
            runs.Add(run);
            if (options.Check && run is { Error: null, Skipped: null }) Check(run);
            if (run.Error is not null) ShowFailure(run);
            if (run.Skipped is not null) console.WriteLine($"{notebook.Name} skipped: {run.Skipped}");
            if (options.Save && run is { Error: null, Skipped: null }) Save(run);
        }
        ShowSummary(runs);
        var (failed, skipped) = (runs.Count(run => run.Error is not null), runs.Count(run => run.Skipped is not null));
        if (options.Check) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Check: {runs.Count - failed - skipped} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}."));
        if (options.Report)
        {
            var index = new ReportWriter(new NpmCache()).Write(runs, Path.Combine(options.Out, "report"), DateTimeOffset.UtcNow);
            console.MarkupLineInterpolated($"Report: [link]{index}[/]");
        }
        return failed > 0 ? 1 : 0;
    }

    private static void SetParameters(List<Notebook> notebooks, IReadOnlyDictionary<string, string> values)
    {
        var known = notebooks.SelectMany(notebook => new Parameters(notebook).Values.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var (name, value) in values)
        {
            if (!known.Contains(name)) throw new ParameterException($"No chosen notebook has a parameter '{name}'; there are {string.Join(", ", known)}.");
            foreach (var notebook in notebooks)
            {
                var parameters = new Parameters(notebook);
                if (parameters.Values.ContainsKey(name)) parameters.Set(name, value);
            }
        }
    }

    private NotebookRun Progress(Notebook notebook, RunOptions options)
    {
        var timeout = TimeSpan.FromSeconds(options.Timeout);
        var total = notebook.CodeCells.Count(cell => !string.IsNullOrWhiteSpace(cell.Source));
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{notebook.Name}[/]  {notebook.Title}");
        if (!console.Profile.Capabilities.Interactive)
        {
            return new NotebookRunner(timeout)
            {
                CellProgress = (cell, number, seconds) =>
                {
                    if (seconds is { } s) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  [{number}/{total}] {s,7:0.00} s  {FirstLine(cell)}"));
                },
            }.Run(notebook);
        }
        NotebookRun? run = null;
        console.Status().Start("starting", status => run = new NotebookRunner(timeout)
        {
            CellProgress = (cell, number, seconds) =>
            {
                var line = string.Create(CultureInfo.InvariantCulture, $"[{number}/{total}] {FirstLine(cell)}").EscapeMarkup();
                if (seconds is null) status.Status(line);
                else if (seconds > 1) console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"  {line} [dim]{seconds:0.0} s[/]"));
            },
        }.Run(notebook));
        return run!;
    }

    private static string FirstLine(NotebookCell cell)
    {
        var line = cell.Source.Split('\n').FirstOrDefault(text => !string.IsNullOrWhiteSpace(text))?.Trim() ?? "";
        return line.Length > 90 ? line[..89] + "…" : line;
    }

    private void ShowFailure(NotebookRun run)
    {
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red bold]{run.Notebook.Name} failed[/]{(run.FailedCell < 0 ? "" : $" in cell {run.FailedCell + 1} of {run.Notebook.Cells.Count}")}");
        if (run.FailedCell >= 0)
        {
            foreach (var (index, text) in run.Notebook.Cells[run.FailedCell].Source.Split('\n').Index())
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(index + 1 == run.Error!.Line ? ">" : " ")}{index + 1,3} | {text}"));
            }
        }
        foreach (var line in run.Error!.Trace) console.WriteLine("  " + line);
    }

    private void Save(NotebookRun run)
    {
        try
        {
            OutputScrubber.Apply(run.Notebook);
            run.Notebook.Save();
        }
        catch (ParameterException e)
        {
            run.Error = new Engine.CellError("NotSaved", e.Message, [e.Message], null);
            ShowFailure(run);
        }
    }

    private static void Check(NotebookRun run)
    {
        try
        {
            if (OutputComparison.Difference(Notebook.Load(run.Notebook.Path), run.Notebook) is { } difference) (run.FailedCell, run.Error) = difference;
        }
        catch (ParameterException e)
        {
            run.Error = new Engine.CellError("OutputsDiffer", e.Message, [e.Message], null);
        }
    }

    private void ShowSummary(List<NotebookRun> runs)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            new TableColumn("notebook"), new TableColumn("cells").RightAligned(), new TableColumn("seconds").RightAligned(), new TableColumn("peak MB").RightAligned(), new TableColumn("result"));
        foreach (var run in runs)
        {
            table.AddRow(run.Notebook.Name.EscapeMarkup(), Number(run.CellSeconds.Count), run.Seconds.ToString("0.0", CultureInfo.InvariantCulture), Number(run.PeakBytes >> 20),
                run.Error is not null ? $"[red]{run.Error.Name.EscapeMarkup()}[/]" : run.Skipped is not null ? $"skipped: {run.Skipped}".EscapeMarkup() : "[green]ok[/]");
        }
        console.Write(table);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
