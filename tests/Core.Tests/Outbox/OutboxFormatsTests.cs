using EdgeGateway.Core.Outbox;

namespace Core.Tests.Outbox;

public sealed class OutboxFormatsTests
{
    [Theory]
    [InlineData(3, 3, 3, true)] // the same
    [InlineData(3, 5, 3, true)] // newer, and its files can still be worked with
    [InlineData(1, 4, 2, true)]
    [InlineData(4, 5, 3, false)] // too new to open ours
    [InlineData(1, 2, 1, false)] // older
    [InlineData(3, 5, 4, false)] // its files cannot be taken back
    public void CanGoToAndBack_FromSchemaThree_NeedsBothWays(int from, int to, int back, bool can) =>
        Assert.Equal(can, new OutboxFormats(1, 3, 1).CanGoToAndBack(new OutboxFormats(from, to, back)));
}
