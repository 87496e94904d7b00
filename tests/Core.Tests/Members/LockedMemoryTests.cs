using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Memory;

namespace Core.Tests.Members;

public sealed class LockedMemoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(100_001)]
    public void Block_IsZeroAndAsLongAsAsked(int length)
    {
        using var block = new LockedMemory(length);

        Assert.Equal(length, block.Bytes.Length);
        Assert.Equal(-1, block.Bytes.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Block_AfterDispose_CannotBeRead()
    {
        var block = new LockedMemory(10);
        block.Dispose();
        block.Dispose();

        Assert.Throws<ObjectDisposedException>(() => block.Bytes.Length);
    }

    [Fact]
    public void Frame_AfterDispose_IsOverwritten_AlsoWhereItIsUsedAgain()
    {
        CameraFrame? back = null;
        foreach (var frame in (ReadOnlySpan<CameraFrame>)[new CameraFrame(40, 30), new CameraFrame(40, 30, taken => back = taken)])
        {
            frame.Bytes.AsSpan().Fill(7);
            frame.Dispose();

            Assert.Equal(-1, frame.Bytes.AsSpan().IndexOfAnyExcept((byte)0));
        }

        Assert.NotNull(back);
    }

    [Fact]
    public void Template_OverwritesWhatItWasMadeOfAndItself()
    {
        var numbers = VaultFixture.Numbers(1);
        var template = new FaceTemplate(VaultFixture.Pack, numbers, 3);
        Assert.Equal(VaultFixture.Numbers(1), template.Numbers);
        Assert.All(numbers, number => Assert.Equal(0, number));

        template.Dispose();

        Assert.All(template.Numbers, number => Assert.Equal(0, number));
        Assert.Equal("a face template", template.ToString());
    }
}
