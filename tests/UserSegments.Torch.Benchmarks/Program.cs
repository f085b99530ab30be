using System.Globalization;
using UserSegments.Torch.Benchmarks;
using UserSegments.Torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    switch (args)
    {
        case ["device"]:
            return Speed.Device();
        case ["bench", .. var rest] when rest.Length <= 1:
            return Speed.Bench(rest is [var seconds] ? double.Parse(seconds, CultureInfo.InvariantCulture) : 60);
        case ["encode", var folder, var texts, var precision, var output]:
            return Speed.Encode(folder, texts, Enum.Parse<TorchPrecision>(precision), output);
        case ["million", var folder, var texts, .. var rest] when rest.Length <= 1:
            return Speed.Million(folder, texts, rest is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1_000_000);
        default:
            Console.Error.WriteLine("Expected: device | bench [SECONDS] | encode FOLDER TEXTS Float32|BFloat16|Float16 OUT | million FOLDER TEXTS [COUNT]; TEXTS holds one text a line");
            return 2;
    }
}
catch (Exception error) when (error is InvalidOperationException or IOException or InvalidDataException or ArgumentException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
