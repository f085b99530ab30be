using System.Text;
using System.Text.RegularExpressions;

namespace UserSegments.Data.Privacy;

/// <summary>Finds and takes out e-mail addresses, telephone, card and identity numbers, addresses, names that announce themselves, and handles; English and Chinese.</summary>
/// <remarks>
/// Patterns, not understanding: a name in the middle of a sentence is not found. Numbers with check digits are only taken when these are right. Kinds are
/// searched in the order identity, card, e-mail, online, phone, address, name, and what one has taken no other sees. Each pattern has a time limit of ten seconds a text;
/// a text that exceeds it is refused rather than let through. Thread-safe.
/// </remarks>
public sealed partial class Redactor
{
    private const int Limit = 10_000;
    private readonly PersonalData[] kinds;

    /// <summary>Makes a redactor.</summary>
    /// <param name="kinds">What is searched for; all kinds unless given.</param>
    public Redactor(params IReadOnlyCollection<PersonalData> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        var wanted = kinds.Count == 0 ? Enum.GetValues<PersonalData>() : kinds;
        this.kinds = [.. Order.Where(wanted.Contains)];
    }

    private static PersonalData[] Order { get; } =
    [
        PersonalData.Identity, PersonalData.Card, PersonalData.Email, PersonalData.Online, PersonalData.Phone, PersonalData.Address, PersonalData.Name,
    ];

    /// <summary>Takes personal data out of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="InvalidDataException">A pattern exceeded its time limit; the text must not be shown.</exception>
    public Redaction Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var counts = new SortedDictionary<PersonalData, int>();
        try
        {
            foreach (var kind in kinds)
            {
                foreach (var pattern in Patterns(kind)) text = Replace(text, pattern, kind, counts);
            }
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new InvalidDataException($"A text of {text.Length} characters could not be searched for personal data in {Limit} ms a pattern; it must not be shown.", error);
        }
        return new Redaction(text, counts);
    }

    /// <summary>A copy of a data set with redacted texts of interactions.</summary>
    /// <param name="dataset">The whole; left as it is.</param>
    /// <param name="counts">How many of each kind were found.</param>
    public Dataset Redact(Dataset dataset, out IReadOnlyDictionary<PersonalData, int> counts)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var total = new SortedDictionary<PersonalData, int>();
        var interactions = dataset.Interactions.Select(x =>
        {
            if (x.Text.Length == 0) return x;
            var redacted = Redact(x.Text);
            foreach (var (kind, count) in redacted.Counts) total[kind] = total.GetValueOrDefault(kind) + count;
            return x with { Text = redacted.Text };
        }).ToList();
        counts = total;
        return dataset.With(interactions);
    }

    private static string Replace(string text, Regex pattern, PersonalData kind, SortedDictionary<PersonalData, int> counts)
    {
        StringBuilder? result = null;
        var copied = 0;
        foreach (Match match in pattern.Matches(text))
        {
            // A group named "data" is the part that goes; without one, all of the match.
            var found = match.Groups["data"] is { Success: true } group ? group : (Capture)match;
            if (found.Length == 0 || !IsReal(kind, found.Value)) continue;
            result ??= new StringBuilder();
            result.Append(text, copied, found.Index - copied).Append('[').Append(kind.ToString().ToLowerInvariant()).Append(']');
            copied = found.Index + found.Length;
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
        }
        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsReal(PersonalData kind, string found) => kind switch
    {
        PersonalData.Card => CheckDigits.Luhn(found),
        PersonalData.Identity => CheckDigits.SocialSecurity(found) || CheckDigits.ChineseIdentity(found) || CheckDigits.Iban(found),
        PersonalData.Phone => found.Count(char.IsAsciiDigit) is >= 7 and <= 15 && !CheckDigits.LooksLikeDate(found),
        _ => true,
    };

    private static Regex[] Patterns(PersonalData kind) => kind switch
    {
        PersonalData.Email => [Email(), SpelledEmail()],
        PersonalData.Phone => [InternationalPhone(), AmericanPhone(), ChinesePhone(), AnnouncedPhone()],
        PersonalData.Card => [Card()],
        PersonalData.Identity => [ChineseIdentity(), SocialSecurity(), Iban()],
        PersonalData.Address => [EnglishAddress(), PostBox(), ChineseAddress()],
        PersonalData.Name => [EnglishName(), TitledName(), SignedName(), ChineseName(), ChineseTitledName()],
        _ => [Link(), InternetAddress(), Handle()],
    };

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}._%+\-]{0,63}@[\p{L}\p{N}\-]{1,63}(?:\.[\p{L}\p{N}\-]{1,63}){1,5}", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex Email();

    [GeneratedRegex(@"[\w.+\-]{1,64}\s*[\[(]\s*at\s*[\])]\s*[\w\-]{1,63}(?:\s*(?:[\[(]\s*dot\s*[\])]|\.)\s*[\w\-]{2,63}){1,4}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit)]
    private static partial Regex SpelledEmail();

    [GeneratedRegex(@"(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?:[ .\-/]?\(?\d{1,5}\)?){2,6}(?!\d)", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex InternationalPhone();

    [GeneratedRegex(@"(?<![\w\-])(?:1[ .\-])?(?:\(\d{3}\)\s?|\d{3}[ .\-])\d{3}[ .\-]\d{4}(?![\w\-])", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex AmericanPhone();

    [GeneratedRegex(@"(?<!\d)(?:1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}|0\d{2,3}[ \-]\d{7,8}|\(0\d{2,3}\)\d{7,8}|400[ \-]?\d{3}[ \-]?\d{4})(?!\d)", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex ChinesePhone();

    [GeneratedRegex(@"(?:\b(?:phone|tel|telephone|mobile|cell|whatsapp|call me (?:at|on)|text me (?:at|on))|电话|手机号?|微信)\s*(?:number|no\.?|号码?)?\s*(?:is|是|为)?\s*[:：]?\s*(?<data>\(?\d[\d \-().]{5,16}\d)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit)]
    private static partial Regex AnnouncedPhone();

    [GeneratedRegex(@"(?<![\d.])\d(?:[ \-]?\d){12,18}(?![\d])", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex Card();

    [GeneratedRegex(@"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex ChineseIdentity();

    [GeneratedRegex(@"(?<![\d\-])\d{3}-\d{2}-\d{4}(?![\d\-])", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex SocialSecurity();

    [GeneratedRegex(@"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex Iban();

    [GeneratedRegex(@"\b\d{1,5}[A-Za-z]?,?\s+(?:(?:[NSEW]|North|South|East|West)\.?\s+)?(?:[A-Z][\w'.]{0,20}\s+|\d{1,3}(?:st|nd|rd|th)\s+){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Square|Place|Pl|Terrace|Way|Close|Crescent)\b\.?(?:,?\s+(?:Apt|Apartment|Suite|Unit|Flat|#)\.?\s*\w{1,6})?", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex EnglishAddress();

    [GeneratedRegex(@"\bP\.?\s?O\.?\s?Box\s+\d{1,7}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit)]
    private static partial Regex PostBox();

    [GeneratedRegex(@"(?:(?:寄|送|发|邮)(?:到|往|给|去)|住在|地址[:：]?\s?)?(?<data>(?:[\u4e00-\u9fff]{2,7}(?:省|自治区))?(?:[\u4e00-\u9fff]{2,6}市)?(?:[\u4e00-\u9fff]{1,6}[区县镇])?[\u4e00-\u9fff]{1,8}(?:路|街|大道|巷|弄|胡同)\s?\d{1,5}\s?(?:号|弄)(?:院|楼)?(?:\s?\d{1,4}\s?(?:号楼|栋|幢|单元|层|楼|室|号)){0,4})", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex ChineseAddress();

    [GeneratedRegex(@"\b(?:[Mm]y (?:full |last |first )?name is|[Nn]ame[:：]|[Aa]sk for|[Cc]ontact person[:：]?|[Mm]y (?:husband|wife|son|daughter|brother|sister|boss|doctor),?|[Tt]his is)\s+(?<data>[A-Z][\p{L}'\-]{1,20}(?:\s+[A-Z][\p{L}'\-.]{0,20}){0,2})", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex EnglishName();

    [GeneratedRegex(@"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s+(?<data>[A-Z][\p{L}'\-]{1,20}(?:\s+[A-Z][\p{L}'\-]{1,20})?)", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex TitledName();

    [GeneratedRegex(@"(?:\b[Ss]igned|\b(?:[Bb]est|[Kk]ind|[Ww]arm) regards|\b[Ss]incerely(?: yours)?|\b[Yy]ours truly)\s*[,:\-]?\s+(?<data>[A-Z][\p{L}'\-]{1,20}(?:\s+[A-Z][\p{L}'\-.]{0,20}){0,2})", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex SignedName();

    [GeneratedRegex(@"(?:我叫|我的名字(?:叫|是)|姓名[:：]?\s?|收件人[:：]?\s?|联系人[:：]?\s?)(?![了过他她你它不车外人])(?<data>[\u4e00-\u9fff]{2,3})(?=[\s，。,.!！；;、]|$|的|，)", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex ChineseName();

    [GeneratedRegex(@"(?<data>[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文][\u4e00-\u9fff]{0,2})(?:先生|女士|小姐|老师|经理)", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex ChineseTitledName();

    [GeneratedRegex(@"(?:https?://|ftp://|www\.)[^\s<>""'，。；！？、）】]{2,2000}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\d.v])(?<!\b[Vv]ersion\s)(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.])", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex InternetAddress();

    [GeneratedRegex(@"(?<![\p{L}\p{N}_@.])@[A-Za-z0-9_]{3,30}\b", RegexOptions.CultureInvariant, Limit)]
    private static partial Regex Handle();
}
