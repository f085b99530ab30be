using NotebookHost.Engine;

namespace NotebookHost.Tests;

/// <summary>A notebook as a test drives it: cells in order, each with its outputs.</summary>
internal sealed class Session(string? folder = null)
{
    private readonly NotebookEngine engine = new(folder ?? AppContext.BaseDirectory);
    private int count;

    public NotebookEngine Engine => engine;

    /// <summary>Runs a cell that must succeed.</summary>
    public RecordingSink Run(string code, string? language = null, params string[] answers)
    {
        var (sink, error) = Try(code, language, answers: answers);
        Assert.True(error is null, error is null ? "" : string.Join('\n', error.Trace));
        return sink;
    }

    /// <summary>Runs a cell that must fail.</summary>
    public CellError Fail(string code, string? language = null, TimeSpan? timeout = null)
    {
        var (_, error) = Try(code, language, timeout);
        Assert.NotNull(error);
        return error;
    }

    public (RecordingSink Sink, CellError? Error) Try(string code, string? language = null, TimeSpan? timeout = null, params string[] answers)
    {
        var sink = new RecordingSink(answers);
        var error = engine.Execute(code, language, ++count, sink, timeout);
        return (sink, error);
    }
}
