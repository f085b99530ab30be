using UserSegments.Numerics;

namespace UserSegments.Training;

/// <summary>Sum of the word, position and type vectors of every token.</summary>
internal static unsafe class EmbeddingLayer
{
    /// <summary>Forward: y (tokens, width).</summary>
    public static void Forward(int[] ids, int[] positions, int[]? types, Parameter words, Parameter places, Parameter kinds, float* y)
    {
        var width = words.Value.Columns;
        var w = words.Data;
        var p = places.Data;
        var k = kinds.Data;
        Blocks.For(ids.Length, 64, (_, first, last) =>
        {
            for (var i = first; i < last; i++)
            {
                var word = w + (nint)ids[i] * width;
                var place = p + (nint)positions[i] * width;
                var kind = k + (nint)(types?[i] ?? 0) * width;
                var to = y + (nint)i * width;
                for (var j = 0; j < width; j += VectorMath.Lanes)
                    VectorMath.Store(VectorMath.Load(word + j, width - j) + VectorMath.Load(place + j, width - j) + VectorMath.Load(kind + j, width - j), to + j, width - j);
            }
        });
    }

    /// <summary>Adds dy to the gradients of the rows that were looked up, tokens in ascending order; columns are shared among the threads.</summary>
    public static void Backward(int[] ids, int[] positions, int[]? types, Parameter words, Parameter places, Parameter kinds, float* dy)
    {
        var width = words.Value.Columns;
        Scatter(words, i => ids[i]);
        Scatter(places, i => positions[i]);
        Scatter(kinds, i => types?[i] ?? 0);

        void Scatter(Parameter table, Func<int, int> rowOf)
        {
            if (!table.Trained) return;
            var gradient = table.GradientData;
            Blocks.For(width, 64, (_, first, last) =>
            {
                for (var i = 0; i < ids.Length; i++)
                {
                    var from = dy + (nint)i * width;
                    var to = gradient + (nint)rowOf(i) * width;
                    for (var j = first; j < last; j += VectorMath.Lanes)
                        VectorMath.Store(VectorMath.Load(to + j, last - j) + VectorMath.Load(from + j, last - j), to + j, last - j);
                }
            });
        }
    }
}
