using Microsoft.ML;
using Microsoft.ML.Data;
using UserSegments.Interop.MachineLearning;
using UserSegments.Numerics;

namespace UserSegments.Interop.Tests.MachineLearning;

public sealed class MatrixViewTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void Cursor_OverAllRows_GivesTheMatrixInOrder(int rows)
    {
        var points = Toys.Random(rows, 3);
        var view = points.ToDataView();
        var read = Read(view.GetRowCursor(view.Schema));
        Assert.Equal(rows, view.GetRowCount());
        Assert.Equal(Enumerable.Range(0, rows).Select(i => (ulong)i), read.Select(row => row.Id));
        Assert.All(read, row => Assert.Equal(points.Row((int)row.Id).ToArray(), row.Values));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(8, true)]
    public void CursorSet_OfAnyNumber_HasEveryRowOnceAndBatchesInOrder(int parts, bool shuffle)
    {
        var points = Toys.Random(1100, 2);
        var view = points.ToDataView();
        var set = view.GetRowCursorSet(view.Schema, parts, shuffle ? new Random(3) : null);
        Assert.Equal(Math.Min(parts, 5), set.Length);
        var read = set.Select(Read).ToArray();
        Assert.All(read, part => Assert.Equal(part.Select(row => row.Batch).Order(), part.Select(row => row.Batch)));
        Assert.All(read.SelectMany(part => part.Select(row => row.Batch).Distinct()).GroupBy(batch => batch), batch => Assert.Single(batch));
        // What is sorted by batch is what one cursor of the same making gives.
        var whole = Read(view.GetRowCursor(view.Schema, shuffle ? new Random(3) : null));
        Assert.Equal(whole.Select(row => row.Id), read.SelectMany(part => part).OrderBy(row => row.Batch).Select(row => row.Id));
        Assert.All(whole, row => Assert.Equal(points.Row((int)row.Id).ToArray(), row.Values));
        Assert.Equal(Enumerable.Range(0, 1100).Select(i => (ulong)i), whole.Select(row => row.Id).Order());
        Assert.Equal(!shuffle, whole.Select(row => row.Id).SequenceEqual(whole.Select(row => row.Id).Order()));
    }

    [Fact]
    public void CursorSet_OnSeveralThreads_GivesTheSameValues()
    {
        var points = Toys.Random(3000, 4);
        var view = points.ToDataView();
        var again = new Matrix(3000, 4);
        Parallel.ForEach(view.GetRowCursorSet(view.Schema, 4), cursor =>
        {
            foreach (var row in Read(cursor)) row.Values.CopyTo(again.Row((int)row.Id));
        });
        Assert.Equal(points.Values, again.Values);
    }

    [Fact]
    public void Cursor_WithSkippedRows_ReadsWhereItStands()
    {
        var points = Toys.Random(600, 2);
        var view = points.ToDataView();
        using var cursor = view.GetRowCursor(view.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[0]);
        VBuffer<float> value = default;
        for (var i = 0; i < 500; i++) Assert.True(cursor.MoveNext());
        getter(ref value);
        getter(ref value);
        Assert.Equal(points.Row(499).ToArray(), value.DenseValues());
        Assert.Equal(499, cursor.Position);
    }

    [Fact]
    public void Cursor_WithSomeColumns_HasOnlyThose()
    {
        var view = Toys.Random(3, 2).ToDataView(new Clustering.Clustering([0, -1, 1], "toy"));
        using var cursor = view.GetRowCursor([view.Schema["Label"]]);
        Assert.True(cursor.IsColumnActive(view.Schema["Label"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Features"]));
        var inactive = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]));
        Assert.Equal("Column \"Features\" is not active: name it when the cursor is made.", inactive.Message);
        var wrong = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(view.Schema["Label"]));
        Assert.Equal("Column \"Label\" was asked for as System.Int32, expected System.UInt32.", wrong.Message);
        var getter = cursor.GetGetter<uint>(view.Schema["Label"]);
        var keys = new List<uint>();
        for (uint key = 0; cursor.MoveNext(); keys.Add(key)) getter(ref key);
        Assert.Equal([1u, 0u, 2u], keys);
    }

    [Fact]
    public void Cursor_BeforeAfterAndDisposed_StandsOnNoRow()
    {
        var view = Toys.Random(1, 2).ToDataView();
        var cursor = view.GetRowCursor(view.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[0]);
        VBuffer<float> value = default;
        Assert.Equal(-1, cursor.Position);
        Assert.Throws<InvalidOperationException>(() => getter(ref value));
        Assert.True(cursor.MoveNext());
        cursor.Dispose();
        cursor.Dispose();
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        var beyond = Assert.Throws<InvalidOperationException>(() => getter(ref value));
        Assert.Equal("The cursor stands on no row: call MoveNext first, and read only while it returns true.", beyond.Message);
    }

    [Fact]
    public void View_OfALargeMatrix_CopiesNothing()
    {
        var points = new Matrix(20_000, 64);
        points.ToDataView().GetRowCursor([]).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var view = points.ToDataView();
        using (var cursor = view.GetRowCursor(view.Schema))
        {
            var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[0]);
            VBuffer<float> value = default;
            while (cursor.MoveNext()) getter(ref value);
        }
        // Five megabytes of values; one row's buffer, a schema and a cursor.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
        points[7, 3] = 42;
        Assert.Equal(42, view.ToMatrix()[7, 3]);
    }

    [Fact]
    public void ToMatrix_OfAView_IsACopyWithNaN()
    {
        var points = Toys.Random(5, 2);
        points[1, 1] = float.NaN;
        var back = points.ToDataView().ToMatrix();
        Assert.Equal(points.Values, back.Values);
        Assert.NotSame(points.Values, back.Values);
    }

    [Fact]
    public void ToMatrix_OfMlNetViews_TakesDenseAndSparseRows()
    {
        var context = new MLContext(1);
        var filtered = context.Data.FilterByCustomPredicate<Row>(context.Data.LoadFromEnumerable(Enumerable.Range(0, 3000).Select(i => new Row { Features = [i, 2 * i] })), row => row.Features[0] % 2 == 0);
        Assert.Null(filtered.GetRowCount());
        var matrix = filtered.ToMatrix();
        Assert.Equal(1500, matrix.Rows);
        Assert.Equal([2999f, 5998f], matrix.Row(1499).ToArray());
        var hot = context.Transforms.Categorical.OneHotEncoding("Features", "Word").Fit(Words(context)).Transform(Words(context));
        Assert.Equal([1, 0, 0, 1, 1, 0], hot.ToMatrix().Values);
    }

    [Fact]
    public void Schema_OfNamedDimensionsAndGroups_HasTheAnnotations()
    {
        var view = Toys.Random(2, 2).ToDataView(names: ["age", "中"]);
        VBuffer<ReadOnlyMemory<char>> names = default;
        Assert.True(view.Schema["Features"].HasSlotNames());
        view.Schema["Features"].GetSlotNames(ref names);
        Assert.Equal(["age", "中"], names.DenseValues().Select(name => name.ToString()));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), view.Schema["Features"].Type);

        var label = Toys.Random(2, 2).ToDataView(new Clustering.Clustering([1, 0], "toy", 3)).Schema["Label"];
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), label.Type);
        Assert.True(label.HasKeyValues());
        label.GetKeyValues(ref names);
        Assert.Equal(["0", "1", "2"], names.DenseValues().Select(name => name.ToString()));
        Assert.False(Toys.Random(2, 2).ToDataView().Schema["Features"].HasSlotNames());
    }

    [Fact]
    public void ToClustering_OfALabelColumn_GivesTheLabelsBack()
    {
        var groups = new Clustering.Clustering([2, -1, 0, 2], "toy", 4);
        var back = Toys.Random(4, 2).ToDataView(groups).ToClustering("Label", "back");
        Assert.Equal(groups.Labels, back.Labels);
        Assert.Equal((4, "back"), (back.Count, back.Algorithm));
    }

    [Fact]
    public void Errors_OfViews_NameTheThing()
    {
        var points = Toys.Random(3, 2);
        Assert.StartsWith("names has 1 entries, expected 2", Assert.Throws<ArgumentException>(() => points.ToDataView(names: ["a"])).Message);
        Assert.StartsWith("points has 0 columns", Assert.Throws<ArgumentException>(() => new Matrix(3, 0).ToDataView()).Message);
        Assert.StartsWith("groups has 1 labels, expected 3", Assert.Throws<ArgumentException>(() => points.ToDataView(new Clustering.Clustering([0], "toy"))).Message);
        Assert.StartsWith("There is no column \"X\"; the columns are \"Features\".", Assert.Throws<ArgumentException>(() => points.ToDataView().ToMatrix("X")).Message);
        Assert.StartsWith("Column \"Features\" is Vector<Single, 2>, expected a key of UInt32.", Assert.Throws<ArgumentException>(() => points.ToDataView().ToClustering("Features")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => points.ToDataView().GetRowCursorSet([], 0));
        var other = new MLContext(1).Data.LoadFromEnumerable([new Row()]);
        var stranger = Assert.Throws<ArgumentException>(() => points.ToDataView().GetRowCursor([other.Schema["Word"]]));
        Assert.StartsWith("Column 1 \"Word\" is not of this view, expected one of \"Features\".", stranger.Message);
    }

    private static IDataView Words(MLContext context) => context.Data.LoadFromEnumerable([new Row { Word = "a" }, new Row { Word = "b" }, new Row { Word = "a" }]);

    private static List<(ulong Id, long Batch, float[] Values)> Read(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            var rows = new List<(ulong, long, float[])>();
            var (values, id) = (cursor.GetGetter<VBuffer<float>>(cursor.Schema["Features"]), cursor.GetIdGetter());
            VBuffer<float> value = default;
            DataViewRowId rowId = default;
            for (var position = 0L; cursor.MoveNext(); position++)
            {
                Assert.Equal(position, cursor.Position);
                values(ref value);
                id(ref rowId);
                rows.Add((rowId.Low, cursor.Batch, [.. value.DenseValues()]));
            }
            Assert.Equal(-1, cursor.Position);
            Assert.False(cursor.MoveNext());
            return rows;
        }
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [0, 0];

        public string Word { get; set; } = "";
    }
}
