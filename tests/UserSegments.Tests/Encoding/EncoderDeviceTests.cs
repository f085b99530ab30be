using System.Reflection;
using System.Reflection.Emit;
using UserSegments.Encoding;

namespace UserSegments.Tests.Encoding;

public sealed class EncoderDeviceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("device").FullName;

    private string Library => Path.Combine(folder, "UserSegments.Torch.dll");

    public void Dispose()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // Windows keeps a loaded library open until the process ends.
        }
    }

    [Fact]
    public void Open_NotBuilt_IsTheCpuAndSaysHowToBuild()
    {
        var device = EncoderDevice.Open(null);
        Assert.Equal("CPU, managed code: UserSegments.Torch is not built (dotnet build lib/UserSegments.Torch)", device.ToString());
        Assert.False(device.IsGpu);
    }

    [Fact]
    public void Open_FileThatIsNoLibrary_IsTheCpuAndSaysWhatIsWrong()
    {
        File.WriteAllText(Library, "half a build");
        var device = EncoderDevice.Open(Library);
        Assert.Equal("CPU, managed code", device.Name);
        Assert.Matches(@"^UserSegments\.Torch was built but cannot be used \(BadImageFormatException: .+\); build it anew: dotnet build lib/UserSegments\.Torch$", device.Reason);
    }

    [Fact]
    public void Open_LibraryOfAnotherVersion_IsTheCpuAndNamesTheType()
    {
        Write(module => module.DefineType("UserSegments.Torch.Other", TypeAttributes.Public).CreateType());
        Assert.Matches(@"^UserSegments\.Torch was built but cannot be used \(TypeLoadException: .*TorchModels.*\); build it anew", EncoderDevice.Open(Library).Reason);
    }

    [Fact]
    public void Open_LibraryThatWorks_SharesThisAssembly()
    {
        Write(module =>
        {
            var type = module.DefineType("UserSegments.Torch.TorchModels", TypeAttributes.Public, typeof(object), [typeof(IEncoderDevice)]);
            foreach (var method in typeof(IEncoderDevice).GetMethods())
            {
                var code = type.DefineMethod(method.Name, MethodAttributes.Public | MethodAttributes.Virtual, method.ReturnType, [.. method.GetParameters().Select(p => p.ParameterType)]).GetILGenerator();
                if (method.ReturnType == typeof(string)) code.Emit(OpCodes.Ldstr, method.Name);
                else if (method.ReturnType == typeof(bool)) code.Emit(OpCodes.Ldc_I4_1);
                else code.Emit(OpCodes.Ldnull);
                code.Emit(OpCodes.Ret);
            }
            type.CreateType();
        });
        var device = EncoderDevice.Open(Library);
        Assert.Equal(("get_Name", "get_Reason", true), (device.Name, device.Reason, device.IsGpu));
    }

    [Fact]
    public void Load_OnTheCpu_IsTheEncoderOfTheFolder()
    {
        using var plain = EmbeddedEncoder.Open();
        using var placed = EmbeddedEncoder.Open(new() { Device = EncoderDevice.Cpu });
        Assert.Equal(plain.Encode(["good coffee"]).Values, placed.Encode(["good coffee"]).Values);
        Assert.Contains("Precision is Int8", Assert.Throws<ArgumentException>(() =>
            EmbeddedEncoder.Open(new() { Device = EncoderDevice.Cpu, Precision = EncoderPrecision.Int8 })).Message, StringComparison.Ordinal);
    }

    private void Write(Action<ModuleBuilder> define)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("UserSegments.Torch"), typeof(object).Assembly);
        define(assembly.DefineDynamicModule("UserSegments.Torch"));
        assembly.Save(Library);
    }
}
