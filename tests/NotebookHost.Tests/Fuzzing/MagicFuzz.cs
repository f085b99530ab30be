using NotebookHost.Engine;
using NotebookHost.Jupyter;

namespace NotebookHost.Tests.Fuzzing;

/// <summary>Magic lines of random words: each ends, and with an error at the most.</summary>
/// <param name="seed">The same seed, the same lines.</param>
internal sealed class MagicFuzz(int seed)
{
    // No nuget lines: they would restore packages.
    private static readonly string[] Magics =
        ["share", "set", "value", "import", "who", "whos", "lsmagic", "about", "time", "html", "markdown", "mermaid", "javascript", "csharp", "c#", "nothing", "r", "SET", "set--name"];

    private static readonly string[] Words =
    [
        "--name", "--value", "--from", "--as", "--from-file", "--mime-type", "--byref", "--", "---x", "x", "y", "csharp", "value", "@csharp:x", "@value:y", "@input:\"q\"", "@password:", "@:", "@",
        "\"", "\"a b\"", "\\", "\\\"", "nowhere.ipynb", ".", "/", "text/plain", "=", "\u0000", "\ud83d\ude00", "1x", "class", "-1", "<b>", "\t",
    ];

    private readonly Random random = new(seed);

    /// <summary>Runs lines in one engine.</summary>
    /// <returns>How many were carried out and how many refused.</returns>
    public (int Done, int Refused) Run(int count)
    {
        var engine = new NotebookEngine(Path.GetTempPath());
        var (done, refused) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var cell = string.Join('\n', Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Line()));
            if (engine.Execute(cell, null, i + 1, new CapturingSink(), TimeSpan.FromSeconds(10)) is not { } error) done++;
            else if (error.Name is "MagicError" or "CompilationError" or "System.InvalidOperationException") refused++;
            else throw new InvalidDataException($"cell {i + 1} of seed {seed}: {cell}\n{string.Join('\n', error.Trace)}");
        }
        return (done, refused);
    }

    private string Line()
    {
        var line = (random.Next(12) == 0 ? " #!" : "#!") + Magics[random.Next(Magics.Length)];
        for (var i = random.Next(6); i > 0; i--) line += (random.Next(8) == 0 ? "  " : " ") + Words[random.Next(Words.Length)];
        return line;
    }
}
