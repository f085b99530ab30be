using System.Text.Json.Serialization;

namespace UserSegments.Recommendation;

/// <summary>How the data of an <see cref="Experiment"/> are cut.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExperimentSplit>))]
public enum ExperimentSplit
{
    /// <summary>One cut in time for everybody.</summary>
    Time,

    /// <summary>Each user's own last share.</summary>
    TimePerUser,

    /// <summary>Each user's last interaction.</summary>
    LastOut,

    /// <summary>A random share of each user's items.</summary>
    Random,
}
