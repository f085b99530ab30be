using NotebookHost.Engine;
using NotebookHost.Formatting;

namespace NotebookHost.Tests;

/// <summary>Keeps what a cell puts out, as one line an output.</summary>
internal sealed class RecordingSink : ICellSink
{
    private readonly Queue<string> answers;

    public RecordingSink(params string[] answers) => this.answers = new Queue<string>(answers);

    public List<(string Kind, string Text, MimeBundle? Data)> Outputs { get; } = [];

    public string StandardOutput => string.Concat(Outputs.Where(output => output.Kind == "stdout").Select(output => output.Text));

    public string StandardError => string.Concat(Outputs.Where(output => output.Kind == "stderr").Select(output => output.Text));

    public MimeBundle? ResultData => Outputs.LastOrDefault(output => output.Kind == "result").Data;

    public string? ResultText => ResultData is { } data && data.TryGet("text/plain", out var text) ? text : null;

    public IEnumerable<MimeBundle> Displays => Outputs.Where(output => output.Kind == "display").Select(output => output.Data!);

    public void Stream(string name, string text) => Add(name, text, null);

    public void Display(MimeBundle data, string displayId) => Add("display", displayId, data);

    public void Update(MimeBundle data, string displayId) => Add("update", displayId, data);

    public void Result(MimeBundle data) => Add("result", "", data);

    public void Clear(bool wait) => Add("clear", wait ? "wait" : "", null);

    public string? ReadInput(string prompt, bool password)
    {
        Add(password ? "password" : "input", prompt, null);
        return answers.TryDequeue(out var answer) ? answer : null;
    }

    private void Add(string kind, string text, MimeBundle? data)
    {
        lock (Outputs) Outputs.Add((kind, text, data));
    }
}
