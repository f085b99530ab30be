namespace UserSegments.Torch.Tests;

/// <summary>The choice of the device and the sentence for each way in which it can fail.</summary>
public sealed class TorchDeviceTests
{
    private static readonly NvidiaGpu[] Modern = [new("NVIDIA H200", new Version(570, 86, 15), 150 << 20, 140 << 20)];

    [Fact]
    public void Auto_Always_SaysWhichAndWhy()
    {
        var device = TorchDevice.Auto();
        Assert.NotEmpty(device.Reason);
        Assert.Contains(device.Reason, device.ToString(), StringComparison.Ordinal);
        if (TorchDevice.BuiltFor == "cpu") Assert.Equal("no GPU: UserSegments.Torch was built with -p:Torch=cpu, expected -p:Torch=cuda", device.Reason);
        else Assert.Equal(device.IsCuda, !device.Reason.StartsWith("no GPU: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Cuda_ThatIsNotThere_IsRefusedInOneSentence()
    {
        var error = Assert.Throws<InvalidOperationException>(() => TorchDevice.Cuda(99));
        Assert.StartsWith("cuda:99 was asked for, but ", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchDevice.Cuda(-1));
    }

    [Fact]
    public void Fault_EveryCause_HasItsSentence()
    {
        Assert.Equal("UserSegments.Torch was built with -p:Torch=cpu, expected -p:Torch=cuda", TorchDevice.Fault(0, "cpu", Modern, null, Never));
        NvidiaGpu[] old = [Modern[0] with { Driver = new Version(470, 57, 2) }];
        Assert.StartsWith("the NVIDIA driver is 470.57.2, expected at least 52", TorchDevice.Fault(0, "cuda", old, null, Never), StringComparison.Ordinal);
        Assert.Equal("no NVIDIA driver answers (nvidia-smi was not found)", TorchDevice.Fault(0, "cuda", [], "nvidia-smi was not found", () => 0));
        Assert.StartsWith("PyTorch does not see the NVIDIA H200", TorchDevice.Fault(0, "cuda", Modern, null, () => 0), StringComparison.Ordinal);
        Assert.Equal("PyTorch sees 2 GPUs, expected an index below 2", TorchDevice.Fault(2, "cuda", Modern, null, () => 2));
        Assert.Null(TorchDevice.Fault(1, "cuda", Modern, null, () => 2));
        Assert.Null(TorchDevice.Fault(0, "cuda", [], "nvidia-smi was not found", () => 1));

        static int Never() => throw new InvalidOperationException("The GPUs were counted, expected them to be left alone.");
    }

    [Fact]
    public void Parse_LinesOfNvidiaSmi_GivesTheGpus()
    {
        var gpus = NvidiaGpu.Parse("NVIDIA H200, 570.86.15, 143771, 143166\nNVIDIA GB10, 580.95.05, [N/A], [N/A]\nrubbish\n");
        Assert.Equal([new("NVIDIA H200", new Version(570, 86, 15), 143771L << 20, 143166L << 20), new("NVIDIA GB10", new Version(580, 95, 5), 0, 0)], gpus);
    }
}
