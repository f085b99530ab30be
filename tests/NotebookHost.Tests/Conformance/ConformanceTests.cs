using System.Text;
using System.Text.RegularExpressions;

namespace NotebookHost.Tests.Conformance;

/// <summary>One small notebook a row of the contract; what it must show was written by hand from the contract.</summary>
/// <remarks>
/// A line <c>==== cell [language]</c> begins a cell; <c>==== stdout</c>, <c>==== display MIME</c>, <c>==== result MIME</c>, <c>==== update MIME</c>, <c>==== error NAME</c>
/// its outputs in order, <c>==== and MIME</c> another form of the output before; <c>~</c> before the text makes it a regular expression.
/// <c>==== file NAME</c> writes a file beside the notebook, <c>==== library NAME</c> compiles one, <c>==== answer</c> is what the reader types.
/// </remarks>
public sealed class ConformanceTests
{
    public static TheoryData<string> Rows => [.. Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Conformance", "Fixtures");

    [Theory]
    [MemberData(nameof(Rows))]
    public void Notebook_OfARowOfTheContract_ShowsWhatItSays(string row)
    {
        using var folder = new TemporaryFolder();
        var session = new Session(folder.Path);
        var blocks = Read(File.ReadAllLines(Path.Combine(Folder, row + ".txt")));
        for (var i = 0; i < blocks.Count; i++)
        {
            var (kind, name, text) = blocks[i];
            if (kind == "file") folder.Write(name, text);
            else if (kind == "library") Libraries.Compile(folder[name], text);
            else
            {
                Assert.Equal("cell", kind);
                var expected = blocks.Skip(i + 1).TakeWhile(block => block.Kind is not ("cell" or "file" or "library")).ToList();
                i += expected.Count;
                Check(session, text, name.Length == 0 ? null : name, expected);
            }
        }
    }

    private static void Check(Session session, string code, string? language, List<(string Kind, string Name, string Text)> expected)
    {
        var (sink, error) = session.Try(code, language, answers: [.. expected.Where(block => block.Kind == "answer").Select(block => block.Text)]);
        var shown = sink.Outputs.Where(output => output.Kind is not ("input" or "password")).ToList();
        var at = -1;
        foreach (var (kind, name, text) in expected.Where(block => block.Kind is not ("answer" or "error")))
        {
            if (kind == "asks")
            {
                Assert.Contains((name, text), sink.Outputs.Select(output => (output.Kind, output.Text)));
                continue;
            }
            if (kind != "and") at++;
            Assert.True(at < shown.Count, $"{code}\nexpected {kind} {name}, got nothing more{(error is null ? "" : ": " + error.Message)}");
            Assert.Equal(kind == "and" ? shown[at].Kind : kind, shown[at].Kind);
            var got = kind is "stdout" or "stderr" ? shown[at].Text : shown[at].Data!.TryGet(name, out var content) ? content : $"no {name}";
            Same(code, text, got);
        }
        Assert.True(at + 1 == shown.Count, $"{code}\nmore outputs than expected: {string.Join(", ", shown.Skip(at + 1).Select(output => output.Kind))}");
        var failure = expected.FirstOrDefault(block => block.Kind == "error");
        if (failure.Kind is null) Assert.True(error is null, $"{code}\n{error?.Message}");
        else
        {
            Assert.Equal(failure.Name, error?.Name);
            Same(code, failure.Text, string.Join('\n', error!.Trace));
        }
    }

    private static void Same(string code, string expected, string got)
    {
        if (expected.StartsWith('~')) Assert.True(Regex.IsMatch(got, expected[1..]), $"{code}\nexpected a match of {expected[1..]}, got\n{got}");
        else Assert.True(expected == got.TrimEnd('\n'), $"{code}\nexpected\n{expected}\ngot\n{got}");
    }

    private static List<(string Kind, string Name, string Text)> Read(string[] lines)
    {
        var blocks = new List<(string Kind, string Name, string Text)>();
        var text = new StringBuilder();
        var (kind, name) = ("", "");
        foreach (var line in lines.Append("==== end"))
        {
            if (!line.StartsWith("==== ", StringComparison.Ordinal))
            {
                text.Append(line).Append('\n');
                continue;
            }
            // What stands before the first block says which line of the contract it is.
            if (kind.Length > 0) blocks.Add((kind, name, text.ToString().TrimEnd('\n')));
            text.Clear();
            var space = line.IndexOf(' ', 5);
            (kind, name) = space < 0 ? (line[5..], "") : (line[5..space], line[(space + 1)..]);
        }
        return blocks;
    }
}
