using NotebookHost.Tests.Jupyter;

namespace NotebookHost.Tests.Fuzzing;

/// <summary>A quick share of the benchmark host-fuzz.</summary>
public sealed class FuzzTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    [Fact]
    public void Kernel_OfRandomMessagesOnEverySocket_LivesOn() => Assert.Equal(5 * 50, new WireFuzz(kernel, seed: 1).Run(50).Values.Sum());

    [Fact]
    public void Notebook_Mutated_IsReadOrRefusedWholly()
    {
        var (read, refused) = new NotebookFuzz(seed: 1).Run(200);
        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Magic_OfRandomWords_IsDoneOrRefused()
    {
        var (done, refused) = new MagicFuzz(seed: 1).Run(100);
        Assert.True(done > 0 && refused > 0, $"{done} done, {refused} refused");
    }
}
