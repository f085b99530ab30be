using UserSegments.Display;

namespace UserSegments.Profiles;

/// <summary>A person in a few sentences, each with the facts it rests on.</summary>
/// <param name="User">Index of the user.</param>
/// <param name="Language">The language of the sentences.</param>
/// <param name="Statements">The sentences in reading order.</param>
[TypeFormatterSource(typeof(DisplayFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Markdown, MimeTypes.Text])]
public sealed record UserDescription(int User, DescriptionLanguage Language, IReadOnlyList<Statement> Statements) : IDisplayable
{
    /// <summary>The whole text.</summary>
    public string Text => string.Join(Language == DescriptionLanguage.English ? " " : "", Statements.Select(x => x.Text));

    /// <summary>Each sentence beside its facts.</summary>
    public Table ToTable() => Table.Of(Statements, ("sentence", x => x.Text), ("facts", x => string.Join("; ", x.Facts))).WithCaption($"user {User}");

    /// <summary>The whole text.</summary>
    public override string ToString() => Text;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string>
    {
        [MimeTypes.Html] = ToTable().ToHtml(),
        [MimeTypes.Markdown] = Text,
        [MimeTypes.Text] = Text,
    };
}
