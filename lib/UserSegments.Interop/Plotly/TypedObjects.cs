using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using DynamicObject = DynamicObj.DynamicObj;
using Node = System.Collections.Generic.IReadOnlyDictionary<string, object>;

namespace UserSegments.Interop.Plotly;

/// <summary>Fills Plotly.NET's objects from plain values.</summary>
internal static class TypedObjects
{
    public static Trace Trace(Node members) => (Trace)Fill(new Trace2D((string)members["type"]), members);

    public static DynamicObject Fill(DynamicObject target, Node members)
    {
        // The operator is the one way of setting that DynamicObj 2 (SetValue) and DynamicObj 4 and later (SetProperty) share.
        foreach (var (name, value) in members) DynamicObject.op_DynamicAssignment(target, name, Value(name, value));
        return target;
    }

    // Plotly.NET looks for an object of its own type and begins with an empty one where it finds another: settings would be lost.
    private static DynamicObject Empty(string name) => name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') switch
    {
        "annotations" => new Annotation(),
        "coloraxis" => new ColorAxis(),
        "colorbar" => new ColorBar(),
        "error_x" or "error_y" or "error_z" => new Error(),
        "font" or "tickfont" => new Font(),
        "legend" => new Legend(),
        "line" => new Line(),
        "margin" => new Margin(),
        "marker" => new Marker(),
        "scene" => new Scene(),
        "shapes" => new Shape(),
        "title" => new Title(),
        "xaxis" or "yaxis" or "zaxis" => new LinearAxis(),
        _ => new DynamicObject(),
    };

    private static object? Value(string name, object value) => value switch
    {
        Node members => Fill(Empty(name), members),
        double number => double.IsFinite(number) ? number : null,
        IReadOnlyList<double> numbers => Numbers(numbers as double[] ?? [.. numbers]),
        IReadOnlyList<object> items => name switch
        {
            "annotations" => items.Select(item => (Annotation)Value(name, item)!).ToArray(),
            "shapes" => items.Select(item => (Shape)Value(name, item)!).ToArray(),
            _ => items as string[] ?? (object)items.Select(item => Value(name, item)).ToArray(),
        },
        _ => value,
    };

    private static object Numbers(double[] numbers) =>
        Array.TrueForAll(numbers, double.IsFinite) ? numbers : Array.ConvertAll(numbers, number => double.IsFinite(number) ? number : (double?)null);
}
