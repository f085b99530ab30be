using System.Text.RegularExpressions;
using UserSegments.Data.Privacy;

namespace UserSegments.Tests.Data.Privacy;

public sealed partial class RedactorTests
{
    private static readonly string[] Lines = [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "Privacy", "Fixtures", "redaction.txt")).Where(x => !x.StartsWith('#'))];

    [Fact]
    public void Redact_LabelledSet_HasPrecisionAndRecallOf95Percent()
    {
        var (right, found, labelled, faults) = (0, 0, 0, new List<string>());
        foreach (var line in Lines)
        {
            var text = Label().Replace(line, "$2");
            var expected = Label().Matches(line).Select(x => x.Groups[1].Value).Order().ToList();
            var result = new Redactor().Redact(text);
            var counted = result.Counts.SelectMany(x => Enumerable.Repeat(x.Key.ToString().ToLowerInvariant(), x.Value)).ToList();
            var wanted = Label().Replace(line, "[$1]");
            labelled += expected.Count;
            found += counted.Count;
            foreach (var kind in expected) right += counted.Remove(kind) ? 1 : 0;
            if (result.Text != wanted) faults.Add($"{wanted} -> {result.Text}");
        }
        Assert.True(labelled >= 50);
        Assert.True(right >= 0.95 * labelled, $"recall {right}/{labelled}: {string.Join(" | ", faults)}");
        Assert.True(right >= 0.95 * found, $"precision {right}/{found}: {string.Join(" | ", faults)}");
        Assert.True(faults.Count <= 0.05 * Lines.Length, string.Join(" | ", faults));
    }

    [Fact]
    public void Redact_Twice_ChangesNothingMore()
    {
        foreach (var line in Lines)
        {
            var once = new Redactor().Redact(Label().Replace(line, "$2")).Text;
            Assert.Equal(once, new Redactor().Redact(once).Text);
        }
    }

    [Fact]
    public void Redact_OneKind_LeavesTheOthers()
    {
        var result = new Redactor(PersonalData.Email).Redact("a@example.com or +1 415 555 0132");
        Assert.Equal("[email] or +1 415 555 0132", result.Text);
        Assert.Equal(1, Assert.Single(result.Counts).Value);
    }

    [Fact]
    public void Redact_Dataset_LeavesTheInputAndCounts()
    {
        using var folder = new TemporaryFolder().With("a.csv", "user,item,text\nann,x,mail a@example.com\nbob,x,fine\n");
        var data = UserSegments.Data.Datasets.Open(folder.Path, new() { Redactor = null });
        var clean = new Redactor().Redact(data, out var counts);
        Assert.Equal(["mail [email]", "fine"], clean.Interactions.Select(x => x.Text));
        Assert.Equal(["mail a@example.com", "fine"], data.Interactions.Select(x => x.Text));
        Assert.Equal(1, counts[PersonalData.Email]);
    }

    [Fact]
    public void Redact_LongRunsOfDigitsAndLetters_EndsInTime()
    {
        foreach (var text in new[] { new string('1', 20000), string.Concat(Enumerable.Repeat("1 ", 10000)), new string('a', 20000) + "@", string.Concat(Enumerable.Repeat("路", 20000)), string.Concat(Enumerable.Repeat("1 A ", 5000)) })
            Assert.NotNull(new Redactor().Redact(text).Text);
    }

    [GeneratedRegex(@"\{([a-z]+):([^}]*)\}")]
    private static partial Regex Label();
}
