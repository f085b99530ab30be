using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Numerics;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Gives rows to the nearest of some centres: PredictedLabel, a key that counts from 1, and Score, the squared distance to every centre.</summary>
public sealed class KMeansTransformer : RowTransformer
{
    /// <summary>Wraps groups that have centres, whatever algorithm made them.</summary>
    /// <param name="model">The groups.</param>
    /// <param name="column">A column of vectors, as long as the centres.</param>
    /// <exception cref="ArgumentException">The groups have no centres.</exception>
    public KMeansTransformer(Clustering.Clustering model, string column = "Features")
        : base(new Map(model, column)) => Model = model;

    /// <summary>The groups of the rows it was fitted to, with their centres.</summary>
    public Clustering.Clustering Model { get; }

    private sealed class Map : RowMap
    {
        private readonly Clustering.Clustering model;

        public Map(Clustering.Clustering model, string column)
            : base(column, new("PredictedLabel", new KeyDataViewType(typeof(uint), Centres(model).Rows)), Vector("Score", Centres(model).Rows)) => this.model = model;

        public override DataViewSchema.Column Source(DataViewSchema schema) => Sized(schema, Input, model.Centres!.Columns);

        public override RowBlock Open(DataViewRow row, DataViewSchema.Column source, int capacity) => new Block(model, row, source, capacity);

        private static Matrix Centres(Clustering.Clustering model)
        {
            ArgumentNullException.ThrowIfNull(model);
            return model.Centres ?? throw new ArgumentException($"{model.Algorithm} has no centres, expected an algorithm that has them.", nameof(model));
        }
    }

    private sealed class Block(Clustering.Clustering model, DataViewRow row, DataViewSchema.Column source, int capacity)
        : VectorBlock(row, source, capacity, model.Centres!.Columns)
    {
        private Matrix rows = new(0, model.Centres!.Columns);
        private int[] labels = [];

        public override Delegate Getter(int output, Func<int> place)
        {
            if (output == 1) return Scores(place);
            ValueGetter<uint> label = (ref uint value) => value = (uint)(labels[place()] + 1);
            return label;
        }

        protected override void Compute(Matrix rows) => (this.rows, labels) = (rows, model.Predict(rows));

        private ValueGetter<VBuffer<float>> Scores(Func<int> place) => (ref VBuffer<float> value) =>
        {
            var centres = model.Centres!;
            var row = rows.Row(place());
            var editor = VBufferEditor.Create(ref value, centres.Rows);
            for (var j = 0; j < centres.Rows; j++)
            {
                var distance = TensorPrimitives.Distance<float>(row, centres.Row(j));
                editor.Values[j] = distance * distance;
            }
            value = editor.Commit();
        };
    }
}
