using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using UserSegments.Numerics;

namespace UserSegments.Dynamics;

/// <summary>One vector a user, in which older events count less: <c>sum_e w_e 2^(-(t - t_e) / h) x_e</c>, kept up event by event.</summary>
/// <remarks>
/// O(d) an event, whatever the number of events before; O(d) memory an active user. Late events are weighed by their own age, so the order in which
/// events arrive matters only in the last bits. Not thread-safe.
/// </remarks>
public sealed class DecayedVectors
{
    private readonly Dictionary<int, State> states = [];
    private readonly double halfLife;

    /// <summary>Starts without users.</summary>
    /// <param name="dimension">Length of the vectors, at least 1.</param>
    /// <param name="halfLife">After what time an event counts half, above zero.</param>
    public DecayedVectors(int dimension, TimeSpan halfLife)
    {
        Dimension = Check.AtLeast(dimension, 1);
        if (halfLife <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(halfLife), halfLife, $"halfLife is {halfLife}, expected above 0.");
        this.halfLife = halfLife.Ticks;
    }

    /// <summary>Length of the vectors.</summary>
    public int Dimension { get; }

    /// <summary>Number of users that are remembered.</summary>
    public int Users => states.Count;

    /// <summary>Takes in one event.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="time">When; may lie before what is known already.</param>
    /// <param name="vector">(d) what it was.</param>
    /// <param name="weight">How much it counts, above 0.</param>
    public void Add(int user, DateTime time, ReadOnlySpan<float> vector, double weight = 1) => AddAndSum(user, time, vector, weight);

    /// <summary>Takes in one event; returns the user's weighted sum, which has the direction of the mean.</summary>
    internal ReadOnlySpan<float> AddAndSum(int user, DateTime time, ReadOnlySpan<float> vector, double weight = 1)
    {
        Check.SameLength(vector.Length, Dimension, nameof(vector), nameof(Dimension));
        Check.Positive(weight);
        ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(states, user, out var known);
        if (!known) state = new State(time.Ticks, 0, new float[Dimension]);
        var age = time.Ticks - state.Time;
        if (age > 0)
        {
            var fade = Math.Pow(2, -age / halfLife);
            TensorPrimitives.Multiply(state.Sum, (float)fade, state.Sum);
            (state.Mass, state.Time) = (state.Mass * fade, time.Ticks);
        }
        else if (age < 0)
        {
            weight *= Math.Pow(2, age / halfLife);
        }
        TensorPrimitives.MultiplyAdd(vector, (float)weight, state.Sum, state.Sum);
        state.Mass += weight;
        return state.Sum;
    }

    /// <summary>The weighted mean of a user's events; it does not depend on the instant, since all events fade alike.</summary>
    /// <param name="user">Whose.</param>
    /// <returns>(d) values, or null where nothing is known.</returns>
    public float[]? Mean(int user)
    {
        if (!states.TryGetValue(user, out var state)) return null;
        var mean = new float[Dimension];
        TensorPrimitives.Multiply(state.Sum, (float)(1 / state.Mass), mean);
        return mean;
    }

    /// <summary>The sum of the weights of a user's events at an instant: how much is known that still counts.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="time">The instant.</param>
    public double Mass(int user, DateTime time) =>
        states.TryGetValue(user, out var state) ? state.Mass * Math.Pow(2, -(time.Ticks - state.Time) / halfLife) : 0;

    /// <summary>Forgets users of whom too little counts, so that memory is bounded by those who are active.</summary>
    /// <param name="time">Now.</param>
    /// <param name="least">The least mass that is kept, above 0.</param>
    /// <returns>How many were forgotten.</returns>
    public int Forget(DateTime time, double least)
    {
        Check.Positive(least);
        var gone = states.Keys.Where(user => Mass(user, time) < least).ToList();
        foreach (var user in gone) states.Remove(user);
        return gone.Count;
    }

    /// <summary>Writes the state, by user; read back, it goes on with the same bits.</summary>
    /// <param name="stream">Where to.</param>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, true);
        writer.Write(Dimension);
        writer.Write((long)halfLife);
        writer.Write(states.Count);
        foreach (var (user, state) in states.OrderBy(pair => pair.Key))
        {
            writer.Write(user);
            writer.Write(state.Time);
            writer.Write(state.Mass);
            writer.Write(MemoryMarshal.AsBytes(state.Sum.AsSpan()));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="stream">Where from.</param>
    /// <exception cref="InvalidDataException">The state is cut off or malformed.</exception>
    public static DecayedVectors Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, true);
        try
        {
            var (dimension, ticks) = (reader.ReadInt32(), reader.ReadInt64());
            if (dimension < 1 || ticks < 1) throw new InvalidDataException($"The state has dimension {dimension} and half-life {ticks} ticks, expected both above 0.");
            var vectors = new DecayedVectors(dimension, TimeSpan.FromTicks(ticks));
            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                var (user, state) = (reader.ReadInt32(), new State(reader.ReadInt64(), reader.ReadDouble(), new float[dimension]));
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(state.Sum.AsSpan()));
                vectors.states[user] = state;
            }
            return vectors;
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("The state of decayed vectors is cut off.", error);
        }
    }

    private record struct State(long Time, double Mass, float[] Sum);
}
