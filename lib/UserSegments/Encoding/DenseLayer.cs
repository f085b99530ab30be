using UserSegments.Numerics;

namespace UserSegments.Encoding;

/// <summary>A dense layer after pooling, as sentence-transformers stores it: <c>f(x Wᵀ + b)</c>.</summary>
internal sealed class DenseLayer
{
    private readonly PackedMatrix weights;
    private readonly float[] bias;
    private readonly bool tanh;

    private DenseLayer(PackedMatrix weights, float[] bias, bool tanh) => (this.weights, this.bias, this.tanh) = (weights, bias, tanh);

    public int Outputs => weights.Columns;

    public int Inputs => weights.Inner;

    /// <summary>Reads config.json and model.safetensors of the layer.</summary>
    public static DenseLayer Load(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        using var document = JsonFile.Open(path);
        var root = document.RootElement;
        var (inputs, outputs) = (root.Integer("in_features", path, 1, 1 << 16), root.Integer("out_features", path, 1, 1 << 16));
        var function = root.Text("activation_function", path, "torch.nn.modules.linear.Identity")!.Split('.')[^1];
        if (function is not ("Tanh" or "Identity")) throw new InvalidDataException($"{path}: unknown activation '{function}', expected Tanh or Identity.");
        using var file = Checkpoint.Open(folder);
        var bias = root.Flag("bias", path, true) ? file.ReadFloats("linear.bias", outputs) : new float[outputs];
        return new DenseLayer(PackedMatrix.Build(file.ReadFloats("linear.weight", outputs, inputs), inputs, outputs, transposed: true), bias, function == "Tanh");
    }

    /// <summary>(n, inputs) to (n, outputs).</summary>
    public Matrix Apply(Matrix x)
    {
        var y = MatrixProduct.Multiply(x, weights);                    // (n, outputs)
        for (var i = 0; i < y.Rows; i++)
        {
            var row = y.Row(i);
            for (var j = 0; j < row.Length; j++) row[j] = tanh ? MathF.Tanh(row[j] + bias[j]) : row[j] + bias[j];
        }
        return y;
    }
}
