using System.Runtime.InteropServices;
using UserSegments.Numerics;
using UserSegments.Tokenization;
using UserSegments.Training;
using static TorchSharp.torch;

namespace UserSegments.Torch;

/// <summary>Lets a <see cref="TrainableEncoder"/> run its passes on a device by libtorch's autograd; all else of a training stays as it is.</summary>
/// <remarks>
/// <para>
/// Tasks, freezing, LoRA, schedules, <see cref="Trainer"/>, its log and its checkpoints are those of the CPU: the master weights (single precision), the moments and
/// AdamW stay on the host, as in ZeRO-Offload (Ren et al., 2021). Changed weights go to the device before a step, gradients come back after it; with LoRA or few
/// layers that is little, with all weights of a large model it takes longer than the passes.
/// </para>
/// <para>
/// The same loss and gradients as the CPU trainer but for rounding where <see cref="TrainableEncoder.DropoutRate"/> is 0; dropout masks are libtorch's own, a function
/// of the step and the layer, so a resumed run draws them again.
/// </para>
/// </remarks>
/// <example><code>using var device = TorchTraining.Attach(encoder, new() { Precision = TorchPrecision.BFloat16 });
/// new Trainer(encoder, task, options).Run();</code></example>
public sealed class TorchTraining : IDisposable
{
    private readonly TrainableEncoder encoder;
    private readonly DeviceParameters parameters;
    private readonly Passes passes;

    private TorchTraining(TrainableEncoder encoder, TorchTrainingOptions options)
    {
        this.encoder = encoder;
        Device = options.Device ?? TorchDevice.Auto();
        TorchFailure.CheckRoom("the encoder", encoder.Parameters.Sum(parameter => (long)parameter.Count), options.Precision, Device);
        parameters = new DeviceParameters(Device.Device, options.Precision.ToScalarType());
        encoder.Elsewhere = passes = new Passes(encoder, parameters, Device, options.Checkpointing);
    }

    /// <summary>Where it computes, and why there.</summary>
    public TorchDevice Device { get; }

    /// <summary>Takes the passes of an encoder to a device until it is disposed.</summary>
    /// <param name="encoder">The encoder; its parameters keep the master weights.</param>
    /// <param name="options">Device, precision, checkpointing; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">The encoder is on a device already, or too large for this one.</exception>
    public static TorchTraining Attach(TrainableEncoder encoder, TorchTrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (encoder.Elsewhere is not null) throw new InvalidOperationException("The encoder is attached to a device already, expected one that is not: dispose the other first.");
        return new TorchTraining(encoder, options ?? new TorchTrainingOptions());
    }

    /// <summary>Gives the passes back to the CPU and frees the device.</summary>
    public void Dispose()
    {
        encoder.Elsewhere = null;
        passes.Forget();
        parameters.Dispose();
    }

    private sealed class Passes(TrainableEncoder encoder, DeviceParameters parameters, TorchDevice device, bool checkpointing) : IEncoderPasses
    {
        private readonly List<Tensor> inputs = [];           // of each layer, with checkpointing; otherwise empty
        private PaddedBatch? batch;
        private Tensor? output;                              // (B, L, H) and, without checkpointing, its graph
        private Tensor? places;
        private double dropout;
        private uint key;

        public Matrix Forward(TokenBatch tokens, double dropout, uint key, bool keep)
        {
            Forget();
            var result = new Matrix(tokens.Ids.Length, encoder.Config.HiddenSize);
            if (tokens.Ids.Length == 0) return result;
            using var scope = NewDisposeScope();
            try
            {
                (this.dropout, this.key) = (keep ? dropout : 0, key);
                int[] sequences = [.. Enumerable.Range(0, tokens.Count).Where(s => tokens.Length(s) > 0)];
                batch = PaddedBatch.Of(tokens, sequences, encoder.Config.MaxTokens, device.Device);
                places = batch.PackedPlaces();
                parameters.Update(encoder);
                output = Run(graph: keep && !checkpointing, collect: keep && checkpointing);
                var packed = output.detach().view(-1, result.Columns).index_select(0, places).to(ScalarType.Float32, CPU);
                MemoryMarshal.Cast<byte, float>(packed.bytes).CopyTo(result.Values);
                if (keep) Keep();
                else (batch, output, places) = (null, null, null);
            }
            catch (ExternalException error) when (TorchFailure.IsOutOfMemory(error))
            {
                throw TooMuch(tokens.Ids.Length, error);
            }
            return result;
        }

        public void Backward(Matrix gradient)
        {
            if (output is null || encoder.IsFrozen) return;
            using var scope = NewDisposeScope();
            try
            {
                var (h, type) = (encoder.Config.HiddenSize, output.dtype);
                var packed = tensor(gradient.Values, [gradient.Rows, h]).to(type, device.Device);
                var dy = zeros([batch!.Count * (long)batch.Length, h], type, device.Device).index_copy_(0, places!, packed).view(output.shape);
                if (checkpointing) BackwardAgain(dy);
                else output.backward([dy]);
                parameters.Collect();
            }
            catch (ExternalException error) when (TorchFailure.IsOutOfMemory(error))
            {
                throw TooMuch(gradient.Rows, error);
            }
            finally
            {
                Forget();
            }
        }

        /// <summary>Drops what was kept for the way back.</summary>
        public void Forget()
        {
            foreach (var tensor in inputs) tensor.Dispose();
            inputs.Clear();
            foreach (var tensor in new[] { output, places, batch?.Ids, batch?.Types, batch?.Mask, batch?.Lengths }) tensor?.Dispose();
            (batch, output, places) = (null, null, null);
        }

        private void Keep()
        {
            foreach (var tensor in new[] { output, places, batch!.Ids, batch.Types, batch.Mask, batch.Lengths }) tensor?.DetachFromDisposeScope();
            foreach (var tensor in inputs) tensor.DetachFromDisposeScope();
        }

        private Tensor Run(bool graph, bool collect)
        {
            using var mode = graph ? enable_grad() : no_grad();
            var x = Embed();
            for (var i = 0; i < encoder.Blocks.Count; i++)
            {
                if (collect) inputs.Add(x);
                x = Layer(i, x);
            }
            return x;
        }

        /// <summary>Layer by layer from the top: the layer once more, now with its graph, and back through it.</summary>
        private void BackwardAgain(Tensor dy)
        {
            var lowest = encoder.LowestLearning();
            for (var i = inputs.Count - 1; i >= Math.Max(0, lowest - 1); i--)
            {
                using var scope = NewDisposeScope();
                var x = inputs[i].detach().requires_grad_();
                Layer(i, x).backward([dy]);
                dy = x.grad!.MoveToOuterDisposeScope();
            }
            if (lowest == 0) Embed().backward([dy]);
        }

        // A layer with nothing to learn in it and below it runs as in use, without dropout: as on the CPU.
        private Tensor Embed()
        {
            var x = BertFunctions.Embed(
                encoder.Config, parameters[encoder.Words], parameters[encoder.Places], parameters[encoder.Kinds], parameters[encoder.Norm.Gamma], parameters[encoder.Norm.Beta], batch!);
            return encoder.LowestLearning() == 0 ? BertFunctions.Drop(x, Seeded(-1)) : x;
        }

        private Tensor Layer(int i, Tensor x) =>
            BertFunctions.Layer(encoder.Config, parameters.Block(encoder.Blocks[i]), x, batch!.Mask, i + 1 >= encoder.LowestLearning() ? Seeded(i) : 0);

        /// <summary>Sets the generator for one place in the network, so that a second pass draws the same masks; returns the rate.</summary>
        private double Seeded(int place)
        {
            if (dropout > 0) manual_seed((long)new Rng(key).Fork((ulong)(place + 1)).NextBits() & long.MaxValue).Dispose();
            return dropout;
        }

        private InvalidOperationException TooMuch(int tokens, Exception error) =>
            new($"{device.Device} ran out of memory in a step of {tokens} tokens: raise Accumulation, turn Checkpointing on or take a smaller batch.", error);
    }
}
