using UserSegments.Tokenization;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>Some sequences of a batch on the device, padded at their ends to one length.</summary>
/// <param name="Ids">(count x length) ids, row after row; 0 where nothing is.</param>
/// <param name="Types">(count x length) segments, or null if all are 0.</param>
/// <param name="Mask">(count, length) whether there is a token, or null if there is one everywhere.</param>
/// <param name="Lengths">(count) numbers of tokens.</param>
/// <param name="Count">Number of sequences.</param>
/// <param name="Length">Tokens of a row.</param>
internal sealed record PaddedBatch(Tensor Ids, Tensor? Types, Tensor? Mask, Tensor Lengths, int Count, int Length)
{
    /// <summary>Copies sequences, none of them empty, to the device; the tensors belong to the current dispose scope.</summary>
    public static PaddedBatch Of(TokenBatch batch, ReadOnlySpan<int> sequences, int maxTokens, Device device)
    {
        var lengths = new long[sequences.Length];
        for (var i = 0; i < lengths.Length; i++) lengths[i] = batch.Length(sequences[i]);
        var (shortest, longest) = ((int)lengths.Min(), (int)lengths.Max());
        // Kernels with a mask like rows of a multiple of 8; without one nothing is padded.
        var length = shortest == longest ? longest : Width(longest, maxTokens);
        var ids = new long[lengths.Length * length];
        var types = batch.TypeIds is null ? null : new long[ids.Length];
        var mask = shortest == longest ? null : new bool[ids.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            var start = batch.Starts[sequences[i]];
            for (var t = 0; t < lengths[i]; t++)
            {
                ids[i * length + t] = batch.Ids[start + t];
                if (types is not null) types[i * length + t] = batch.TypeIds![start + t];
                if (mask is not null) mask[i * length + t] = true;
            }
        }
        return new PaddedBatch(
            Send(tensor(ids), device), types is null ? null : Send(tensor(types), device),
            mask is null ? null : Send(tensor(mask, [lengths.Length, length]), device), Send(tensor(lengths), device), lengths.Length, length);
    }

    /// <summary>Tokens of a row whose longest sequence has that many.</summary>
    public static int Width(int longest, int maxTokens) => Math.Min((longest + 7) & ~7, maxTokens);

    /// <summary>To a GPU through pinned memory: a copy out of other memory first waits for all that the GPU was given.</summary>
    private static Tensor Send(Tensor host, Device device) =>
        device.type == TorchSharp.DeviceType.CUDA ? host.pin_memory().to(device, non_blocking: true) : host.to(device);

    /// <summary>The places of all tokens, sequence after sequence, among the rows: from padded to packed.</summary>
    public Tensor PackedPlaces() => Mask is null ? arange(Count * (long)Length, device: Ids.device) : Mask.view(-1).nonzero().view(-1);
}
