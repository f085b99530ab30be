using Microsoft.ML;
using Microsoft.ML.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>A fitted step of an ML.NET pipeline that adds columns to every row.</summary>
/// <remarks>
/// Rows are worked on in blocks as a cursor reads them, on all threads. Vectors have the bits of the same call on a whole matrix; a group can differ from it where
/// two centres are equally near but for rounding. What it gives cannot be shuffled or split (append ML.NET's cache or shuffle for that). NaN and infinities are
/// refused as the row is read. ML.NET cannot save it: it loads only classes that bear an attribute of its own.
/// </remarks>
public abstract class RowTransformer : ITransformer
{
    private readonly RowMap map;

    private protected RowTransformer(RowMap map) => this.map = map;

    /// <summary>Yes: every row is worked out from itself alone, so a prediction engine can be made.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The schema with the columns added.</summary>
    /// <param name="inputSchema">Must hold the column that is read.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => map.OutputSchema(inputSchema);

    /// <summary>The view with the columns added, worked out as they are read.</summary>
    /// <param name="input">Must hold the column that is read.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, map);
    }

    /// <summary>The same for single rows.</summary>
    /// <param name="inputSchema">Must hold the column that is read.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(map, inputSchema);

    /// <summary>Not possible: see the remarks of the class.</summary>
    /// <param name="ctx">Not used.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Save(ModelSaveContext ctx) => throw new NotSupportedException(
        $"{GetType().Name} cannot be saved by ML.NET, which loads only classes that bear an attribute of its own: keep its Model, or fit it again.");

    private sealed class Mapper(RowMap map, DataViewSchema schema) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => schema;

        public DataViewSchema OutputSchema { get; } = map.OutputSchema(schema);

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        {
            var needed = dependingColumns.Select(column => column.Index).ToHashSet();
            if (needed.Any(index => index >= schema.Count)) needed.Add(map.Source(schema).Index);
            return schema.Where(column => needed.Contains(column.Index));
        }

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        {
            ArgumentNullException.ThrowIfNull(input);
            return new MappedRow(OutputSchema, map, input, activeColumns.Select(column => column.Index).ToHashSet());
        }
    }
}
