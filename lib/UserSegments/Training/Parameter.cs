using System.Runtime.InteropServices;
using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>A trained quantity: its values, their gradient and whether the optimizer may change it.</summary>
/// <remarks>Values and gradient do not move in memory. Gradients of parameters that are not trained are not kept.</remarks>
public sealed unsafe class Parameter
{
    private Matrix? gradient;

    /// <summary>Makes a parameter of zeros.</summary>
    /// <param name="name">Its name in the checkpoint.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="decays">Whether weight decay applies; not for biases and norms.</param>
    public Parameter(string name, int rows, int columns, bool decays)
    {
        ArgumentNullException.ThrowIfNull(name);
        Check.AtLeast(rows, 1);
        Check.AtLeast(columns, 1);
        (Name, Decays, Value) = (name, decays, Pinned(rows, columns));
    }

    /// <summary>Its name in the checkpoint.</summary>
    public string Name { get; }

    /// <summary>The values, shape (rows, columns); after writing to them call <see cref="Touch"/>.</summary>
    public Matrix Value { get; }

    /// <summary>Whether weight decay applies.</summary>
    public bool Decays { get; }

    /// <summary>Whether the optimizer changes it; true unless set.</summary>
    public bool Trained { get; set; } = true;

    /// <summary>The gradient, shape of <see cref="Value"/>; made when it is first asked for.</summary>
    public Matrix Gradient => gradient ??= Pinned(Value.Rows, Value.Columns);

    /// <summary>Number of values.</summary>
    public int Count => Value.Values.Length;

    /// <summary>Grows with every change of the values, so that packed copies know when they are old.</summary>
    internal int Version { get; private set; }

    internal float* Data => (float*)Marshal.UnsafeAddrOfPinnedArrayElement(Value.Values, 0);

    internal float* GradientData => (float*)Marshal.UnsafeAddrOfPinnedArrayElement(Gradient.Values, 0);

    internal bool HasGradient => gradient is not null;

    /// <summary>Says that the values have changed.</summary>
    public void Touch() => Version++;

    /// <summary>Gives up the memory of the gradient.</summary>
    public void DropGradient() => gradient = null;

    /// <summary>Fills the values with a normal distribution.</summary>
    /// <param name="deviation">Standard deviation, at least 0.</param>
    /// <param name="random">Source of randomness.</param>
    public Parameter FillNormal(double deviation, Rng random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var values = Value.Values;
        for (var i = 0; i < values.Length; i++) values[i] = (float)(deviation * random.NextGaussian());
        Touch();
        return this;
    }

    /// <summary>Fills the values with one number.</summary>
    /// <param name="value">The number.</param>
    public Parameter Fill(float value)
    {
        Value.Values.AsSpan().Fill(value);
        Touch();
        return this;
    }

    /// <summary>Name and shape, for people.</summary>
    public override string ToString() => $"{Name} ({Value.Rows}, {Value.Columns}){(Trained ? "" : " frozen")}";

    private static Matrix Pinned(int rows, int columns) =>
        new(rows, columns, GC.AllocateArray<float>(checked(rows * columns), pinned: true));
}
