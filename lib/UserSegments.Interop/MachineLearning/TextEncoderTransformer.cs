using Microsoft.ML;
using UserSegments.Encoding;
using UserSegments.Numerics;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Adds the vector of a text to every row.</summary>
public sealed class TextEncoderTransformer : RowTransformer
{
    /// <summary>Wraps an encoder.</summary>
    /// <param name="model">The encoder; it is not disposed.</param>
    /// <param name="output">Name of the column of vectors.</param>
    /// <param name="input">A column of texts.</param>
    public TextEncoderTransformer(ITextModel model, string output = "Features", string input = "Text")
        : base(new Map(model, output, input)) => Model = model;

    /// <summary>The encoder.</summary>
    public ITextModel Model { get; }

    private sealed class Map(ITextModel model, string output, string input) : RowMap(input, Vector(output, Dimension(model)))
    {
        public override DataViewSchema.Column Source(DataViewSchema schema) => Columns.Text(schema, Input);

        public override RowBlock Open(DataViewRow row, DataViewSchema.Column source, int capacity) => new Block(model, row, source, capacity);

        private static int Dimension(ITextModel model) => (model ?? throw new ArgumentNullException(nameof(model))).Dimension;
    }

    private sealed class Block(ITextModel model, DataViewRow row, DataViewSchema.Column source, int capacity) : RowBlock
    {
        private readonly ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(source);
        private readonly string[] texts = new string[capacity];
        private ReadOnlyMemory<char> text;
        private Matrix vectors = new(0, model.Dimension);

        public override void Take(int place)
        {
            getter(ref text);
            texts[place] = text.ToString();
        }

        public override void Compute(int count) => vectors = model.Encode(texts[..count]);

        public override Delegate Getter(int output, Func<int> place) => Rows(() => vectors, place);
    }
}
