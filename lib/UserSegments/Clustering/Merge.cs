namespace UserSegments.Clustering;

/// <summary>One merge of a dendrogram over n rows, as in SciPy: groups 0 to n - 1 are the rows, n + i is what merge i made.</summary>
/// <param name="Left">The smaller number of the two groups merged.</param>
/// <param name="Right">The larger number of the two groups merged.</param>
/// <param name="Height">Their distance, in the units of the rows.</param>
/// <param name="Size">Rows in the new group.</param>
public readonly record struct Merge(int Left, int Right, double Height, int Size);
