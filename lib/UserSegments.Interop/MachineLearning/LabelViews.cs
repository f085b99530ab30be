using Microsoft.ML;
using Microsoft.ML.Data;

namespace UserSegments.Interop.MachineLearning;

/// <summary>Groups out of what ML.NET predicted.</summary>
public static class LabelViews
{
    /// <summary>A column of keys as groups: ML.NET counts them from 1, this library from 0; a missing key is noise.</summary>
    /// <param name="view">What a clustering model of ML.NET gave, or one of ours.</param>
    /// <param name="column">A column of keys of UInt32.</param>
    /// <param name="algorithm">What made it, in words.</param>
    /// <returns>Labels of the rows in order, as many groups as the key has values.</returns>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public static Clustering.Clustering ToClustering(this IDataView view, string column = "PredictedLabel", string algorithm = "ML.NET")
    {
        ArgumentNullException.ThrowIfNull(view);
        var source = Columns.Find(view.Schema, column);
        if (source.Type is not KeyDataViewType { RawType: var raw } type || raw != typeof(uint)) throw Columns.Unfit(source, "a key of UInt32");
        using var cursor = view.GetRowCursor([source]);
        var getter = cursor.GetGetter<uint>(source);
        var labels = new List<int>();
        uint key = 0;
        while (cursor.MoveNext())
        {
            getter(ref key);
            labels.Add((int)key - 1);
        }
        return new Clustering.Clustering([.. labels], algorithm, checked((int)type.Count));
    }
}
