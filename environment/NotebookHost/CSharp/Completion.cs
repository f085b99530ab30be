namespace NotebookHost.CSharp;

/// <summary>One way to go on from the cursor.</summary>
/// <param name="Text">The text to be inserted.</param>
/// <param name="Kind">Jupyter's word for what it is: <c>class</c>, <c>function</c>, <c>property</c>, <c>instance</c>, <c>module</c>, <c>keyword</c>, <c>magic</c>.</param>
/// <param name="Signature">How a function is called; empty for others.</param>
internal sealed record Completion(string Text, string Kind, string Signature);
