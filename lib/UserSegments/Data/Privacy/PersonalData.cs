namespace UserSegments.Data.Privacy;

/// <summary>Kinds of personal data that texts are searched for.</summary>
public enum PersonalData
{
    /// <summary>An e-mail address, also written with "at" and "dot" in brackets.</summary>
    Email,

    /// <summary>A telephone number: with a country code, of North American or Chinese form.</summary>
    Phone,

    /// <summary>A payment card number whose check digit is right (Luhn).</summary>
    Card,

    /// <summary>An identity number: a Chinese one whose check digit is right, a United States social security number, an IBAN whose check digits are right.</summary>
    Identity,

    /// <summary>A street address or post-office box, English or Chinese.</summary>
    Address,

    /// <summary>A name where the text says that it is one: "my name is …", "Mr …", "我叫…".</summary>
    Name,

    /// <summary>A link, an IP address or a handle (@somebody).</summary>
    Online,
}
