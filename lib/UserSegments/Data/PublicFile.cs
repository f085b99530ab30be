namespace UserSegments.Data;

/// <summary>One file of a public data set.</summary>
/// <param name="Name">The name it has in the cache.</param>
/// <param name="Address">Where it is fetched from.</param>
/// <param name="Sha256">64 hexadecimal digits; checked before the file is used.</param>
public sealed record PublicFile(string Name, string Address, string Sha256);
