using System.Globalization;
using System.Text;
using NotebookHost.Formatting;
using NotebookHost.Script;

namespace NotebookHost.Engine;

/// <summary>A running cell as its code sees it: outputs, limits, and the streams that belong to it.</summary>
/// <remarks>Flows with the execution context, so that a thread or timer which outlives its cell still writes to that cell.</remarks>
internal sealed class CellScope : IDisposable
{
    private static readonly AsyncLocal<CellScope?> Flow = new();
    private static int displays;

    private readonly Lock gate = new();
    private readonly ICellSink sink;
    private readonly OutputLimits limits;
    private readonly StringBuilder pending = new();
    private readonly Timer timer;
    private string pendingName = "stdout";
    private long streamed;
    private int shown;
    private bool noticed, ended;

    public CellScope(ICellSink sink, int number, OutputLimits? limits = null)
    {
        (this.sink, Number, this.limits) = (sink, number, limits ?? new());
        timer = new Timer(static scope => ((CellScope)scope!).Flush(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>The scope of the code that runs here, if any.</summary>
    public static CellScope? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    /// <summary>The scope of the code that runs here.</summary>
    /// <exception cref="InvalidOperationException">No cell runs here.</exception>
    public static CellScope Required => Current ?? throw new InvalidOperationException("Nothing can be displayed here: no cell is running.");

    /// <summary>The execution count, as in <c>[3]</c>.</summary>
    public int Number { get; }

    /// <summary>Stops this cell's code.</summary>
    public CellStop Stop { get; init; } = new();

    /// <summary>Console output: batched, since one message a character would drown a front end.</summary>
    public void Write(string name, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        lock (gate)
        {
            if (streamed >= limits.StreamCharacters)
            {
                Notice($"Output of this cell is limited to {limits.StreamCharacters:N0} characters; what follows is not shown.");
                return;
            }
            if (pendingName != name) FlushPending();
            pendingName = name;
            text = text[..(int)Math.Min(text.Length, limits.StreamCharacters - streamed)];
            streamed += text.Length;
            if (pending.Length == 0 && !ended) timer.Change(limits.BatchMilliseconds, Timeout.Infinite);
            pending.Append(text);
            // What a thread writes after its cell has ended is not held back.
            if (ended || pending.Length > 64 * 1024) FlushPending();
        }
    }

    /// <summary>Shows a bundle.</summary>
    public DisplayedValue Display(MimeBundle data, IReadOnlyList<string> mimeTypes)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"display-{Interlocked.Increment(ref displays)}");
        lock (gate)
        {
            FlushPending();
            if (++shown <= limits.Displays) sink.Display(limits.Apply(data), id);
            else Notice($"Output of this cell is limited to {limits.Displays:N0} displayed values; what follows is not shown.");
        }
        return new DisplayedValue(this, id, mimeTypes);
    }

    /// <summary>Replaces what was shown.</summary>
    public void Update(string displayId, MimeBundle data)
    {
        lock (gate)
        {
            FlushPending();
            sink.Update(limits.Apply(data), displayId);
        }
    }

    /// <summary>Shows the value of the last expression.</summary>
    public void Result(MimeBundle data)
    {
        lock (gate)
        {
            FlushPending();
            sink.Result(limits.Apply(data));
        }
    }

    /// <summary>Removes the outputs so far.</summary>
    public void Clear(bool wait)
    {
        lock (gate)
        {
            pending.Clear();
            sink.Clear(wait);
        }
    }

    /// <summary>Asks the reader for a line.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer.</exception>
    public string ReadInput(string prompt, bool password)
    {
        Flush();
        return sink.ReadInput(prompt, password) ??
            throw new InvalidOperationException("The cell asks for input and nobody is there to give it: set the value with --set, or run the notebook in Jupyter.");
    }

    /// <summary>Sends what is waiting.</summary>
    public void Flush()
    {
        lock (gate) FlushPending();
    }

    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            FlushPending();
        }
        timer.Dispose();
    }

    private void FlushPending()
    {
        if (pending.Length == 0) return;
        var text = pending.ToString();
        pending.Clear();
        sink.Stream(pendingName, text);
    }

    private void Notice(FormattableString text)
    {
        if (noticed) return;
        noticed = true;
        FlushPending();
        sink.Stream("stderr", text.ToString(CultureInfo.InvariantCulture) + "\n");
    }
}
