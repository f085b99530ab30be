using System.Globalization;
using System.Xml;
using Microsoft.CodeAnalysis;

namespace NotebookHost.CSharp;

/// <summary>XML documentation from files, read when it is first asked for.</summary>
/// <param name="files">The files; those that do not exist are passed over.</param>
internal sealed class XmlFileDocumentation(params IReadOnlyList<string> files) : DocumentationProvider
{
    private readonly Lazy<Dictionary<string, string>> members = new(() => Read(files));

    /// <summary>The SDK's folder of assemblies that declare the framework, with their documentation; null where there is no SDK.</summary>
    public static Lazy<string?> ReferencePack { get; } = new(() =>
    {
        var packs = Path.GetFullPath(Path.Combine(FrameworkReferences.FrameworkFolder, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        return !Directory.Exists(packs) ? null : Directory.EnumerateDirectories(packs).OrderDescending(StringComparer.Ordinal)
            .Select(version => Path.Combine(version, "ref", "net10.0")).FirstOrDefault(Directory.Exists);
    });

    /// <summary>The documentation of an assembly: beside it, or for the framework in the SDK's reference pack.</summary>
    public static XmlFileDocumentation Of(string assembly)
    {
        var beside = Path.ChangeExtension(assembly, ".xml");
        if (Path.GetDirectoryName(assembly) != FrameworkReferences.FrameworkFolder || ReferencePack.Value is not { } pack) return new(beside);
        // Types of the core library are documented where they are declared for reference.
        var own = Path.Combine(pack, Path.GetFileNameWithoutExtension(assembly) + ".xml");
        return File.Exists(own) ? new(own) : Core.Value;
    }

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        members.Value.GetValueOrDefault(documentationMemberID, "");

    private static readonly Lazy<XmlFileDocumentation> Core = new(() =>
        new([.. new[] { "System.Runtime", "System.Collections", "System.Console", "System.Threading", "System.Runtime.InteropServices" }.Select(name => Path.Combine(ReferencePack.Value!, name + ".xml"))]));

    private static Dictionary<string, string> Read(IReadOnlyList<string> files)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files.Where(File.Exists))
        {
            try
            {
                using var reader = XmlReader.Create(file);
                while (reader.Read())
                {
                    while (reader.NodeType == XmlNodeType.Element && reader.Name == "member" && reader.GetAttribute("name") is { } name) found[name] = reader.ReadInnerXml();
                }
            }
            catch (Exception e) when (e is XmlException or IOException)
            {
                // Broken documentation is as good as none.
            }
        }
        return found;
    }
}
