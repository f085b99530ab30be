using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace UserSegments.Profiles;

/// <summary>Lets a language model write a description out of the facts, and keeps only what the facts bear.</summary>
/// <remarks>The model sees facts, never rows, names of users or raw texts. Each of its lines must end in the numbers of its facts, "[F1,F3]", and pass <see cref="ClaimCheck"/>.</remarks>
/// <param name="client">Any chat client.</param>
public sealed partial class ChatDescriber(IChatClient client)
{
    /// <summary>Rewrites a description.</summary>
    /// <param name="description">The description of the phrasebook, with its facts.</param>
    /// <param name="cancellation">Ends the request.</param>
    public async Task<ChatDescription> WriteAsync(UserDescription description, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        var facts = description.Statements.SelectMany(x => x.Facts).ToArray();
        var response = await client.GetResponseAsync(
            [new ChatMessage(ChatRole.System, Instruction(description.Language)), new ChatMessage(ChatRole.User, List(facts))],
            new ChatOptions { Temperature = 0 }, cancellation).ConfigureAwait(false);
        var (kept, rejected, stated) = (new List<Statement>(), new List<(string, string)>(), new HashSet<Fact>(ReferenceEqualityComparer.Instance));
        foreach (var line in (response.Text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (sentence, cited, problem) = Read(line, facts, description.Language);
            if (problem is not null)
            {
                rejected.Add((line, problem));
                continue;
            }
            kept.Add(new Statement(sentence, cited));
            stated.UnionWith(cited);
        }
        var accepted = kept.Count;
        kept.AddRange(description.Statements.Where(x => !x.Facts.All(stated.Contains)));
        return new ChatDescription(description with { Statements = kept }, rejected, accepted);
    }

    private static (string Sentence, Fact[] Cited, string? Problem) Read(string line, Fact[] facts, DescriptionLanguage language)
    {
        var match = Citation().Match(line);
        if (!match.Success) return (line, [], "The line does not end in the numbers of its facts.");
        var numbers = match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries).Select(part => int.Parse(part[1..], CultureInfo.InvariantCulture)).ToArray();
        if (numbers.FirstOrDefault(number => number < 1 || number > facts.Length) is not 0 and var missing) return (line, [], $"There is no fact F{missing}.");
        if (numbers.Contains(0)) return (line, [], "There is no fact F0.");
        var sentence = match.Groups[1].Value.Trim();
        var cited = numbers.Distinct().Select(number => facts[number - 1]).ToArray();
        return (sentence, cited, ClaimCheck.Problem(sentence, cited, language));
    }

    private static string List(Fact[] facts)
    {
        var text = new StringBuilder();
        for (var k = 0; k < facts.Length; k++) text.Append(CultureInfo.InvariantCulture, $"F{k + 1} {facts[k]}\n");
        return text.ToString();
    }

    private static string Instruction(DescriptionLanguage language) =>
        $"You describe a customer in {(language == DescriptionLanguage.English ? "English" : "simplified Chinese")}. State only the facts below, in plain short sentences, one a line. " +
        "Put each number after the name it belongs to. Keep names as they are; put titles between “ ” (Chinese: 《 》). Infer nothing: no occupation, age, mood or reason. " +
        "End every line with the numbers of the facts it states, like [F1,F3].";

    [GeneratedRegex(@"^[-*\s]*(.*?)\s*\[\s*(F\d{1,6}(?:\s*,\s*F\d{1,6})*)\s*\]\s*\.?$")]
    private static partial Regex Citation();
}
