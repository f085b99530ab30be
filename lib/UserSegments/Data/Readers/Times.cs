using System.Globalization;

namespace UserSegments.Data.Readers;

/// <summary>Reads times as data sets write them; all are taken as UTC.</summary>
internal static class Times
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "M/d/yyyy h:mm:ss tt", "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss", "M/d/yyyy", "MM d, yyyy", "M/d/yy H:mm",
    ];

    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>Seconds or milliseconds since 1970, or a date; null where it is neither.</summary>
    public static DateTime? Parse(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return FromUnix(number);
        return DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Utc, out var time) ? time : null;
    }

    /// <summary>Seconds since 1970, or milliseconds where seconds would lie beyond the year 5138.</summary>
    public static DateTime? FromUnix(double number)
    {
        var seconds = Math.Abs(number) >= 1e11 ? number / 1000 : number;
        return seconds is >= -62135596800 and <= 253402300799 ? DateTime.UnixEpoch.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : null;
    }
}
