using System.Globalization;
using System.Text;

namespace UserSegments.Profiles;

/// <summary>Whole numbers as words, and words as numbers.</summary>
public static class NumberWords
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private const string Digits = "零一二三四五六七八九";

    /// <summary>The signs that Chinese numbers are written with here.</summary>
    internal const string ChineseSigns = Digits + "十百千万";

    /// <summary>A number in English: 24 is "twenty-four"; from a million on in digits.</summary>
    /// <param name="number">At least 0.</param>
    public static string English(int number)
    {
        Numerics.Check.AtLeast(number, 0);
        if (number >= 1_000_000) return number.ToString(CultureInfo.InvariantCulture);
        if (number >= 1000) return Join(English(number / 1000) + " thousand", number % 1000);
        if (number >= 100) return Join(Small[number / 100] + " hundred", number % 100);
        if (number < 20) return Small[number];
        return number % 10 == 0 ? Tens[number / 10] : Tens[number / 10] + "-" + Small[number % 10];

        static string Join(string head, int rest) => rest == 0 ? head : head + " " + English(rest);
    }

    /// <summary>A number in Chinese: 24 is 二十四; from a hundred million on in digits.</summary>
    /// <param name="number">At least 0.</param>
    public static string Chinese(int number)
    {
        Numerics.Check.AtLeast(number, 0);
        if (number >= 100_000_000) return number.ToString(CultureInfo.InvariantCulture);
        if (number >= 10_000) return Chinese(number / 10_000) + "万" + (number % 10_000 == 0 ? "" : (number % 10_000 < 1000 ? "零" : "") + Chinese(number % 10_000, inner: true));
        return Chinese(number, inner: false);
    }

    /// <summary>Every number in a text, in digits or in English or Chinese words; parts that cannot be read as a whole number are given as -1.</summary>
    /// <param name="text">Any text.</param>
    public static IReadOnlyList<double> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<double>();
        var words = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            if (char.IsAsciiDigit(text[at]))
            {
                while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] is '.' or ',' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))) at++;
                Flush();
                found.Add(double.Parse(text[start..at].Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
            }
            else if (ChineseSigns.Contains(text[at], StringComparison.Ordinal))
            {
                while (at < text.Length && ChineseSigns.Contains(text[at], StringComparison.Ordinal)) at++;
                Flush();
                found.Add(ReadChinese(text[start..at]));
            }
            else if (char.IsAsciiLetter(text[at]))
            {
                while (at < text.Length && char.IsAsciiLetter(text[at])) at++;
                var word = text[start..at].ToLowerInvariant();
                if (IsNumberWord(word)) words.Add(word);
                else Flush();
            }
            else
            {
                if (text[at] is not (' ' or '-')) Flush();
                at++;
            }
        }
        Flush();
        return found;

        void Flush()
        {
            if (words.Count > 0) found.Add(ReadEnglish(words));
            words.Clear();
        }
    }

    /// <summary>Whether an English word is part of a number.</summary>
    /// <param name="word">Lower case.</param>
    internal static bool IsNumberWord(string word) =>
        word is "hundred" or "thousand" || Array.IndexOf(Small, word) >= 0 || (word.Length > 0 && Array.IndexOf(Tens, word) >= 0);

    private static string Chinese(int number, bool inner)
    {
        if (number < 10) return Digits[number].ToString();
        var (text, gap, written) = (new StringBuilder(), false, false);
        foreach (var (unit, sign) in new[] { (1000, "千"), (100, "百"), (10, "十"), (1, "") })
        {
            var digit = number / unit % 10;
            if (digit == 0)
            {
                gap |= written;
                continue;
            }
            if (gap) text.Append('零');
            gap = false;
            // Ten to nineteen by themselves are 十, 十一, …; within a larger number 一十.
            if (!(digit == 1 && unit == 10 && number < 20 && !inner)) text.Append(Digits[digit]);
            text.Append(sign);
            written = true;
        }
        return text.ToString();
    }

    private static double ReadChinese(string signs)
    {
        var (total, section, digit) = (0, 0, -1);
        foreach (var sign in signs)
        {
            var value = Digits.IndexOf(sign, StringComparison.Ordinal);
            if (value >= 0)
            {
                digit = value;
                continue;
            }
            if (sign == '万')
            {
                (total, section, digit) = ((total + section + Math.Max(0, digit)) * 10_000, 0, -1);
                continue;
            }
            section += (digit < 0 ? 1 : digit) * (sign == '千' ? 1000 : sign == '百' ? 100 : 10);
            digit = -1;
        }
        var number = total + section + Math.Max(0, digit);
        return Chinese(number) == signs ? number : -1;
    }

    private static double ReadEnglish(List<string> words)
    {
        var (total, section) = (0, 0);
        foreach (var word in words)
        {
            if (word == "thousand") (total, section) = (total + section * 1000, 0);
            else if (word == "hundred") section *= 100;
            else section += Array.IndexOf(Small, word) is >= 0 and var small ? small : 10 * Array.IndexOf(Tens, word);
        }
        // Read back: "two three" is no number of its own.
        return English(total + section).Replace('-', ' ') == string.Join(' ', words) ? total + section : -1;
    }
}
