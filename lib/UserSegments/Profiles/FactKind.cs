namespace UserSegments.Profiles;

/// <summary>What a <see cref="Fact"/> counts. "Rows" are a person's own interactions; high is 80 % of the scale or more, low 40 % or less.</summary>
public enum FactKind
{
    /// <summary>Nothing was done; count 0.</summary>
    Nothing,

    /// <summary>Count: months of 30.44 days between the first and the last row, rounded.</summary>
    Span,

    /// <summary>Rows of one <see cref="Data.InteractionKind"/>, of all rows; the subject is the kind.</summary>
    Activity,

    /// <summary>Rows whose item has the subject as first tag, of all rows.</summary>
    Category,

    /// <summary>Rows whose item has the subject as a later tag, of all rows.</summary>
    Detail,

    /// <summary>Recent rows whose item has the subject as first tag, of all recent rows.</summary>
    Recent,

    /// <summary>Earlier rows with the subject as first tag where no recent row has it; the total is that of the recent rows.</summary>
    Faded,

    /// <summary>Rows that rate the item high, of the rows that rate it; the value is the highest rating; the subject is its title.</summary>
    Liked,

    /// <summary>Rows that rate the item low, of the rows that rate it; the value is the lowest rating; the subject is its title.</summary>
    Disliked,

    /// <summary>Rows rated high, of all rated rows.</summary>
    Kindness,

    /// <summary>Rows rated low of the rated rows with the subject as first tag.</summary>
    LowRated,

    /// <summary>Times, pieces or plays of one item, added up over its rows; the subject is its title.</summary>
    Repeat,

    /// <summary>Texts that praise the facet, of all texts.</summary>
    Praise,

    /// <summary>Texts that blame the facet, of all texts.</summary>
    Blame,

    /// <summary>Rows whose item costs less than the median of its first tag, of the rows with such a price.</summary>
    Cheap,

    /// <summary>Rows whose item costs at least the median of its first tag, of the rows with such a price.</summary>
    Dear,

    /// <summary>Rows that tag an item with the subject, of all tagging rows.</summary>
    Tagged,
}
