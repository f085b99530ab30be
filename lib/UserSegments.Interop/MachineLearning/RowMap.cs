using Microsoft.ML;
using Microsoft.ML.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>What a transformer does to rows: one column in, columns out, a block of rows at a time.</summary>
internal abstract class RowMap(string input, params DataViewSchema.DetachedColumn[] outputs)
{
    public string Input { get; } = input;

    public IReadOnlyList<DataViewSchema.DetachedColumn> Outputs { get; } = outputs;

    /// <summary>Rows that are worked on together.</summary>
    public virtual int BlockRows => 1024;

    /// <summary>The column it reads, checked.</summary>
    /// <exception cref="ArgumentException">There is none, or it holds something else.</exception>
    public abstract DataViewSchema.Column Source(DataViewSchema schema);

    /// <summary>A block that reads from a row or a cursor.</summary>
    public abstract RowBlock Open(DataViewRow row, DataViewSchema.Column source, int capacity);

    public DataViewSchema OutputSchema(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Source(schema);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(schema);
        builder.AddColumns(Outputs);
        return builder.ToSchema();
    }

    /// <summary>A column of vectors of one size.</summary>
    protected static DataViewSchema.Column Sized(DataViewSchema schema, string name, int size)
    {
        var column = Columns.Vector(schema, name, out var found);
        return found == size ? column : throw Columns.Unfit(column, $"a vector of {size} as the rows fitted");
    }

    public static DataViewSchema.DetachedColumn Vector(string name, int size) => new(name, new VectorDataViewType(NumberDataViewType.Single, size));
}
