using System.Globalization;

namespace UserSegments.Data.Privacy;

/// <summary>Check digits that tell real numbers from chance ones.</summary>
internal static class CheckDigits
{
    private static readonly int[] IdentityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Luhn (1960): from the right, every second digit doubled; the sum is a multiple of 10. 13 to 19 digits, not all the same.</summary>
    public static bool Luhn(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).Select(c => c - '0').ToArray();
        if (digits.Length is < 13 or > 19 || digits.Distinct().Count() < 2) return false;
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] * (1 + i % 2);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    /// <summary>GB 11643-1999: region, date of birth, check digit (ISO 7064, MOD 11-2).</summary>
    public static bool ChineseIdentity(string text)
    {
        if (text.Length != 18) return false;
        if (!DateTime.TryParseExact(text[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return false;
        var sum = IdentityWeights.Select((weight, i) => weight * (text[i] - '0')).Sum();
        return "10X98765432"[sum % 11] == char.ToUpperInvariant(text[17]);
    }

    /// <summary>A number that the United States could have given out: no part all zeros, not 666 or 9xx.</summary>
    public static bool SocialSecurity(string text) =>
        text.Length == 11 && text[3] == '-' && text[6] == '-' && text[..3] is not ("000" or "666") && text[0] != '9' && text[4..6] != "00" && text[7..] != "0000";

    /// <summary>ISO 13616: the rearranged number is 1 modulo 97.</summary>
    public static bool Iban(string text)
    {
        var compact = text.Replace(" ", "", StringComparison.Ordinal);
        if (compact.Length is < 15 or > 34 || !char.IsAsciiLetterUpper(compact[0])) return false;
        var remainder = 0;
        foreach (var c in compact[4..] + compact[..4])
        {
            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }

    /// <summary>Whether digits and hyphens are rather a date: 2025-01-31, 31.01.2025.</summary>
    public static bool LooksLikeDate(string text)
    {
        string[] formats = ["yyyy-MM-dd", "yyyy.MM.dd", "dd.MM.yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "yyyyMMdd"];
        return DateTime.TryParseExact(text.Trim(), formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }
}
