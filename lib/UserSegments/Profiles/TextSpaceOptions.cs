using UserSegments.Data;
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
    /// stated, takes nothing away. With fewer than 30 people who wrote nothing is taken away: what is common cannot be told from chance.
    /// </summary>
    public int CommonComponents { get; init => field = Check.AtLeast(value, 0, nameof(CommonComponents)); }

    /// <summary>
    /// Dimensions of the vectors: of latent semantic analysis, or the principal components that are kept of an encoder's; fewer where the vocabulary, the users or
    /// the encoder have fewer. 48 unless stated.
    /// </summary>
    public int Dimensions { get; init => field = Check.AtLeast(value, 1, nameof(Dimensions)); } = 48;

    /// <summary>Seed of the randomized decomposition.</summary>
    public ulong Seed { get; init; }

    /// <summary>What goes into a user document.</summary>
    public UserDocumentOptions Documents { get; init; } = new();

    /// <summary>How texts become terms.</summary>
    public TermCounterOptions Terms { get; init; } = new();

    /// <summary>How terms weigh.</summary>
    public TfIdfOptions TfIdf { get; init; } = new();

    /// <summary>The options that a name stands for.</summary>
    /// <param name="encoder">
    /// <c>mini-en-zh</c> (<see cref="EmbeddedEncoder"/>) or a Hugging Face folder: that encoder, its tokens weighed by inverse frequency, without the first component that
    /// people have in common; <c>lsa</c>: latent semantic analysis; <c>auto</c>: <c>mini-en-zh</c> where people wrote, with at least a tenth of what they did and more
    /// than tags, <c>lsa</c> where little but names of items is known.
    /// </param>
    /// <param name="dataset">Decides what <c>auto</c> is.</param>
    /// <remarks>What either does to public sets stands in <c>data/models/mini-en-zh/README.md</c>.</remarks>
    /// <exception cref="DirectoryNotFoundException">Neither a name nor a folder.</exception>
    public static TextSpaceOptions For(string encoder, Dataset dataset)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(encoder);
        ArgumentNullException.ThrowIfNull(dataset);
        if (encoder == "auto") encoder = PeopleWrote(dataset) ? EmbeddedEncoder.Name : "lsa";
        if (encoder == "lsa") return new TextSpaceOptions();
        if (encoder != EmbeddedEncoder.Name && !Directory.Exists(encoder))
            throw new DirectoryNotFoundException($"encoder is '{encoder}', expected auto, lsa, {EmbeddedEncoder.Name} or a model folder; no such folder at {Path.GetFullPath(encoder)}.");
        var model = encoder == EmbeddedEncoder.Name ? EmbeddedEncoder.Open() : TextEncoder.Load(encoder);
        return new TextSpaceOptions { Model = model, InverseFrequency = true, CommonComponents = 1 };
    }

    private static bool PeopleWrote(Dataset dataset) =>
        10 * dataset.Interactions.Count(x => x.Text.Length > 0 && x.Kind != InteractionKind.Tag) >= dataset.Interactions.Count;
}
