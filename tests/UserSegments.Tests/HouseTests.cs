using System.Text.RegularExpressions;

namespace UserSegments.Tests;

/// <summary>The plan of the house, held against its source: rooms, arrows, sizes.</summary>
public sealed partial class HouseTests
{
    /// <summary>From the top of the house to its ground: a room may use only rooms that stand after it.</summary>
    private static readonly string[] Rooms =
    [
        "Charts", "Dynamics", "Recommendation", "Profiles", "Training", "Clustering", "Reduction", "Evaluation",
        "Encoding", "Tokenization", "Text", "Data", "Display", "Numerics",
    ];

    private static readonly string Library = Path.Combine(RepositoryRoot(), "lib", "UserSegments");

    [Fact]
    public void Arrows_BetweenRooms_RunOnlyDownwards()
    {
        var breaches =
            from file in Sources()
            let room = Array.IndexOf(Rooms, RoomOf(file))
            from Match use in RoomName().Matches(File.ReadAllText(file))
            let used = Array.IndexOf(Rooms, use.Groups[1].Value)
            where used >= 0 && used < room
            select $"{Path.GetRelativePath(Library, file)} uses {use.Groups[1].Value}";
        Assert.Empty(breaches);
    }

    [Fact]
    public void Namespace_OfEveryFile_IsItsRoom()
    {
        // A room may have corners of its own: UserSegments.Data.Readers.
        var strays = Sources().Where(file => !Regex.IsMatch(File.ReadAllText(file), $@"^namespace UserSegments\.{RoomOf(file)}(\.\w+)?;", RegexOptions.Multiline));
        Assert.Empty(strays.Select(file => Path.GetRelativePath(Library, file)));
    }

    [Fact]
    public void Files_OfTheLibrary_HaveAtMost400Lines()
    {
        var sizes = Sources().ToDictionary(file => Path.GetRelativePath(Library, file), file => File.ReadLines(file).Count());
        Assert.Empty(sizes.Where(size => size.Value > 400).Select(size => $"{size.Key}: {size.Value} lines"));
    }

    private static IEnumerable<string> Sources() =>
        Rooms.Select(room => Path.Combine(Library, room))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories));

    private static string RoomOf(string file) => Path.GetRelativePath(Library, file).Split(Path.DirectorySeparatorChar)[0];

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Notebooks.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No Notebooks.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"\bUserSegments\.([A-Z][A-Za-z]+)")]
    private static partial Regex RoomName();
}
