using Microsoft.ML;
using UserSegments.Numerics;
using UserSegments.Reduction;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Adds the scores of rows along principal components.</summary>
public sealed class PcaTransformer : RowTransformer
{
    /// <summary>Wraps fitted components.</summary>
    /// <param name="model">The components.</param>
    /// <param name="output">Name of the column of scores.</param>
    /// <param name="input">A column of vectors, as long as the components; the name of the output if left out.</param>
    public PcaTransformer(PcaModel model, string output = "Features", string? input = null)
        : base(new Map(model, output, input ?? output)) => Model = model;

    /// <summary>The components.</summary>
    public PcaModel Model { get; }

    private sealed class Map(PcaModel model, string output, string input) : RowMap(input, Vector(output, Rank(model)))
    {
        public override DataViewSchema.Column Source(DataViewSchema schema) => Sized(schema, Input, model.Mean.Length);

        public override RowBlock Open(DataViewRow row, DataViewSchema.Column source, int capacity) => new Block(model, row, source, capacity);

        private static int Rank(PcaModel model) => (model ?? throw new ArgumentNullException(nameof(model))).Rank;
    }

    private sealed class Block(PcaModel model, DataViewRow row, DataViewSchema.Column source, int capacity) : VectorBlock(row, source, capacity, model.Mean.Length)
    {
        private Matrix scores = new(0, model.Rank);

        public override Delegate Getter(int output, Func<int> place) => Rows(() => scores, place);

        protected override void Compute(Matrix rows) => scores = model.Transform(rows);
    }
}
