namespace EdgeGateway.Core.Members;

/// <summary>Whose face it is.</summary>
public enum SubjectKind
{
    /// <summary>A member, who is announced.</summary>
    Member,

    /// <summary>Somebody who works here, who is recognised so as not to be announced.</summary>
    Staff,
}

/// <summary>How somebody consented.</summary>
public enum ConsentHow
{
    /// <summary>The text was printed, and the paper is signed and kept by the store.</summary>
    SignedPaper,

    /// <summary>The text was shown on the page, and the person agreed there.</summary>
    OnPage,
}
