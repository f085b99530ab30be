#:project ../lib/UserSegments/UserSegments.csproj
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

// Makes the embedded data set anew: dotnet run data/generate.cs [folder]
using UserSegments.Data;

var folder = args.Length > 0 ? args[0] : Path.Combine(Directory.GetCurrentDirectory(), "data", Datasets.Embedded);
var market = SimulatedMarket.Generate(new SimulatedMarketOptions());
Datasets.Save(market, folder);
Console.WriteLine($"{folder}: {market.Dataset.Interactions.Count} interactions, {market.Dataset.Impressions.Count} lists shown, content {market.Dataset.ContentHash()}");
