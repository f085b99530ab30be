namespace UserSegments.Display;

/// <summary>The shape of a point.</summary>
public enum MarkerShape
{
    /// <summary>A disc.</summary>
    Circle,

    /// <summary>A square.</summary>
    Square,

    /// <summary>A triangle, point up.</summary>
    Triangle,

    /// <summary>A square on its corner.</summary>
    Diamond,

    /// <summary>Two crossing strokes.</summary>
    Cross,

    /// <summary>A triangle, point down.</summary>
    TriangleDown,
}
