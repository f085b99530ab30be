using UserSegments.Encoding;
using UserSegments.Numerics;
using UserSegments.Text;

namespace UserSegments.Profiles;

/// <summary>How people and items become vectors of one text space.</summary>
public sealed record TextSpaceOptions
{
    /// <summary>An encoder of texts, such as <see cref="EmbeddedEncoder.Open"/>; null: latent semantic analysis of the data set itself.</summary>
    public ITextModel? Model { get; init; }

    /// <summary>
    /// Whether the encoder's tokens weigh by smooth inverse frequency, counted in the user documents (<see cref="Encoding.InverseFrequency"/>); off unless stated. An
    /// encoder that does not average tokens is left as it is.
    /// </summary>
    /// <remarks>
    /// With <see cref="CommonComponents"/> it is for groups of people whose texts share a manner and differ in subject; where texts are short names and tags it loses
    /// more than it gains. What it did to each set that was tried stands in <c>data/models/mini-en-zh/README.md</c>.
    /// </remarks>
    public bool InverseFrequency { get; init; }

    /// <summary>
    /// How many components that people have in common are taken from the encoder's vectors, besides the mean (<see cref="Reduction.CommonComponents"/>); 0, unless
    /// stated, leaves the vectors as they are. With fewer than 30 people who wrote nothing is taken away: what is common cannot be told from chance.
    /// </summary>
    public int CommonComponents { get; init => field = Check.AtLeast(value, 0, nameof(CommonComponents)); }

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
