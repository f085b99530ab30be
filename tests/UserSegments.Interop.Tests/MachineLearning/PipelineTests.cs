using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using UserSegments.Clustering;
using UserSegments.Encoding;
using UserSegments.Interop.MachineLearning;
using UserSegments.Numerics;
using UserSegments.Reduction;

namespace UserSegments.Interop.Tests.MachineLearning;

public sealed class PipelineTests
{
    private static readonly Matrix Points = Toys.Blobs(2500, 6, 4, 0.3);

    [Fact]
    public void KMeans_ThroughAPipeline_GivesTheGroupsOfTheLibrary()
    {
        var model = new KMeansEstimator(new() { K = 4, Seed = 3 }).Fit(Points.ToDataView());
        var direct = new KMeans(new() { K = 4, Seed = 3 }).Fit(Points);
        var output = model.Transform(Points.ToDataView());
        Assert.Equal(direct.Labels, output.ToClustering().Labels);
        Assert.Equal(direct.Centres!.Values, model.Model.Centres!.Values);
        var scores = output.ToMatrix("Score");
        Assert.Equal((2500, 4), (scores.Rows, scores.Columns));
        for (var i = 0; i < 2500; i += 100) Assert.Equal(direct.Labels[i], scores.Row(i).ToArray().Index().MinBy(x => x.Item).Index);
    }

    [Fact]
    public void Pca_ThroughAPipeline_GivesTheBitsOfTheLibrary()
    {
        var model = new PcaEstimator(new() { Components = 3 }, "Scores", "Features").Fit(Points.ToDataView());
        Assert.Equal(Pca.Fit(Points, new() { Components = 3 }).Transform(Points).Values, model.Transform(Points.ToDataView()).ToMatrix("Scores").Values);
    }

    [Fact]
    public void Chain_OfOurSteps_FitsAndTransformsAsTheLibraryDoes()
    {
        var chain = new PcaEstimator(new() { Components = 2 }).Append(new KMeansEstimator(new() { K = 4, Seed = 3 }));
        var output = chain.Fit(Points.ToDataView()).Transform(Points.ToDataView());
        var scores = Pca.Fit(Points, new() { Components = 2 }).Transform(Points);
        Assert.Equal(new KMeans(new() { K = 4, Seed = 3 }).Fit(scores).Labels, output.ToClustering().Labels);
        Assert.Equal(["Features", "Features", "PredictedLabel", "Score"], output.Schema.Select(column => column.Name));
    }

    [Fact]
    public void Chain_WithStepsOfMlNet_RunsInEitherOrder()
    {
        var context = new MLContext(1);
        var view = Points.ToDataView();
        var theirs = new KMeansTrainer.Options { NumberOfClusters = 4, NumberOfThreads = 1 };
        var first = new PcaEstimator(new() { Components = 2 }).Append(context.Clustering.Trainers.KMeans(theirs)).Fit(view).Transform(view);
        var scores = Pca.Fit(Points, new() { Components = 2 }).Transform(Points).ToDataView();
        Assert.Equal(new MLContext(1).Clustering.Trainers.KMeans(theirs).Fit(scores).Transform(scores).ToClustering().Labels, first.ToClustering().Labels);
        var second = context.Transforms.NormalizeMeanVariance("Features").Append(new KMeansEstimator(new() { K = 4, Seed = 1 })).Fit(view).Transform(view);
        Assert.InRange(PartitionAgreement.AdjustedRand([.. Enumerable.Range(0, 2500).Select(i => i % 4)], second.ToClustering().Labels), 0.9, 1);
        // ML.NET's own evaluator reads what our k-means wrote.
        var metrics = context.Clustering.Evaluate(second, featureColumnName: "Features");
        Assert.InRange(metrics.AverageDistance, 0.01, 6);
    }

    [Fact]
    public void Transformed_ByAMixtureOfActiveColumns_AgreesRowByRow()
    {
        var groups = new Clustering.Clustering([.. Enumerable.Range(0, 2500).Select(i => i % 7)], "toy");
        var view = Points.ToDataView(groups);
        var output = new KMeansEstimator(new() { K = 4, Seed = 3 }).Fit(view).Transform(view);
        var labels = output.ToClustering().Labels;
        using var cursor = output.GetRowCursor([output.Schema["Label"], output.Schema["PredictedLabel"]]);
        var (label, predicted, id) = (cursor.GetGetter<uint>(output.Schema["Label"]), cursor.GetGetter<uint>(output.Schema["PredictedLabel"]), cursor.GetIdGetter());
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(output.Schema["Score"]));
        for (var i = 0; cursor.MoveNext(); i++)
        {
            if (i % 3 == 1) continue;
            uint key = 0;
            DataViewRowId row = default;
            label(ref key);
            Assert.Equal((uint)(i % 7) + 1, key);
            predicted(ref key);
            Assert.Equal(labels[i], (int)key - 1);
            id(ref row);
            Assert.Equal((ulong)i, row.Low);
        }
        Assert.False(output.CanShuffle);
        Assert.Single(output.GetRowCursorSet(output.Schema, 4));
        Assert.Equal(groups.Labels, output.ToClustering("Label").Labels);
    }

    [Fact]
    public void PredictionEngine_OfAChain_GivesWhatTheViewGives()
    {
        var context = new MLContext(1);
        var view = Points.ToDataView();
        var model = new PcaEstimator(new() { Components = 2 }).Append(new KMeansEstimator(new() { K = 4, Seed = 3 })).Fit(view);
        var labels = model.Transform(view).ToClustering().Labels;
        var definition = SchemaDefinition.Create(typeof(Person));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 6);
        using var engine = context.Model.CreatePredictionEngine<Person, Group>(model, inputSchemaDefinition: definition);
        foreach (var i in new[] { 0, 1, 2499 })
        {
            var group = engine.Predict(new Person { Features = Points.Row(i).ToArray() });
            Assert.Equal(labels[i], (int)group.PredictedLabel - 1);
            Assert.Equal(4, group.Score.Length);
        }
    }

    [Fact]
    public void TextEncoder_InAChain_EncodesAsByItself()
    {
        var context = new MLContext(1);
        var texts = Enumerable.Range(0, 1500).Select(i => new Note { Text = i % 2 == 0 ? $"tea {i}" : $"coffee beans {i}" }).ToArray();
        var view = context.Data.LoadFromEnumerable(texts);
        var model = new Lengths();
        var output = new TextEncoderEstimator(model).Append(new KMeansEstimator(new() { K = 2, Seed = 1 })).Fit(view).Transform(view);
        Assert.Equal(model.Encode([.. texts.Select(note => note.Text)]).Values, output.ToMatrix().Values);
        Assert.Equal(1, PartitionAgreement.AdjustedRand([.. Enumerable.Range(0, 1500).Select(i => i % 2)], output.ToClustering().Labels));
    }

    [Fact]
    public void Fit_OfAnyView_LeavesTheMatrixAsItWas()
    {
        var points = Toys.Blobs(300, 3, 2, 0.2);
        var copy = points.Copy();
        new PcaEstimator(new() { Components = 2 }).Append(new KMeansEstimator(new() { K = 2 })).Fit(points.ToDataView()).Transform(points.ToDataView()).ToClustering();
        Assert.Equal(copy.Values, points.Values);
    }

    [Fact]
    public void Errors_OfSteps_NameTheThing()
    {
        var view = Points.ToDataView();
        var missing = Assert.Throws<ArgumentException>(() => new KMeansEstimator(new() { K = 2 }, "X").Fit(view));
        Assert.StartsWith("There is no column \"X\"; the columns are \"Features\".", missing.Message);
        var kind = Assert.Throws<ArgumentException>(() => new TextEncoderEstimator(new Lengths(), "V", "Features").Fit(view));
        Assert.StartsWith("Column \"Features\" is Vector<Single, 6>, expected text.", kind.Message);
        var unset = Assert.Throws<ArgumentException>(() => new PcaEstimator(new()));
        Assert.StartsWith("options.Components is not set", unset.Message);
        var model = new KMeansEstimator(new() { K = 2 }).Fit(view);
        var size = Assert.Throws<ArgumentException>(() => model.Transform(Toys.Random(3, 5).ToDataView()));
        Assert.StartsWith("Column \"Features\" is Vector<Single, 5>, expected a vector of 6 as the rows fitted.", size.Message);
        var hole = Points.Copy();
        hole[1500, 2] = float.NaN;
        var read = Assert.Throws<InvalidDataException>(() => model.Transform(hole.ToDataView()).ToClustering());
        Assert.Equal("Row 1500 of column \"Features\" holds a value that is not finite, expected finite numbers.", read.Message);
        var save = Assert.Throws<NotSupportedException>(() => new MLContext(1).Model.Save(model, view.Schema, new MemoryStream()));
        Assert.StartsWith("KMeansTransformer cannot be saved by ML.NET", save.Message);
        Assert.StartsWith("toy has no centres", Assert.Throws<ArgumentException>(() => new KMeansTransformer(new Clustering.Clustering([0], "toy"))).Message);
        // The shapes are checked before anything is fitted.
        var chain = new KMeansEstimator(new() { K = 2 }, "Y").Append(new PcaEstimator(new() { Components = 2 }, "V", "Score"));
        var shape = new MLContext(1).Transforms.CopyColumns("Y", "Features").GetOutputSchema(new PcaEstimator(new() { Components = 2 }, "Features", "Y").GetOutputSchema(ShapeOf("Y")));
        Assert.Equal(["Y", "Features"], shape.Select(column => column.Name));
        Assert.Equal(["Y", "PredictedLabel", "Score", "V"], chain.GetOutputSchema(ShapeOf("Y")).Select(column => column.Name));
        Assert.StartsWith("There is no column \"Y\"; the columns are \"Z\".", Assert.Throws<ArgumentException>(() => chain.GetOutputSchema(ShapeOf("Z"))).Message);
    }

    /// <summary>The shape of one column of vectors, as a step of ML.NET tells it.</summary>
    private static SchemaShape ShapeOf(string name)
    {
        var definition = SchemaDefinition.Create(typeof(Person));
        (definition["Features"].ColumnName, definition["Features"].ColumnType) = (name, new VectorDataViewType(NumberDataViewType.Single, 6));
        return new MLContext(1).Transforms.CustomMapping<Nothing, Person>((_, _) => { }, null, outputSchemaDefinition: definition).GetOutputSchema(new SchemaShape([]));
    }

    /// <summary>A text's vector: its length, its number of spaces, 1.</summary>
    private sealed class Lengths : ITextModel
    {
        public int Dimension => 3;

        public Matrix Encode(IReadOnlyList<string> texts) => Matrix.FromRows([.. texts.Select(text => new[] { text.Length, 10 * text.Count(char.IsWhiteSpace), 1f })]);
    }

    private sealed class Nothing;

    private sealed class Person
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Group
    {
        public uint PredictedLabel { get; set; }

        public float[] Score { get; set; } = [];
    }

    private sealed class Note
    {
        public string Text { get; set; } = "";
    }
}
