using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>How people and items become vectors of one text space.</summary>
public sealed record TextSpaceOptions
{
    /// <summary>An encoder of texts, such as <see cref="EmbeddedEncoder.Open"/>; null: latent semantic analysis of the data set itself.</summary>
    public ITextModel? Model { get; init; }

    /// <summary>Dimensions of the vectors of latent semantic analysis; fewer where the vocabulary or the users are fewer. 48 unless stated.</summary>
    public int Dimensions { get; init => field = Check.AtLeast(value, 1, nameof(Dimensions)); } = 48;

    /// <summary>Seed of the randomized decomposition.</summary>
    public ulong Seed { get; init; }

    /// <summary>What goes into a user document.</summary>
    public UserDocumentOptions Documents { get; init; } = new();

    /// <summary>How texts become terms.</summary>
    public TermCounterOptions Terms { get; init; } = new();

    /// <summary>How terms weigh.</summary>
    public TfIdfOptions TfIdf { get; init; } = new();
}
