    .code16
    .globl _start
# 512-byte guest for tests; see WritingGuest.cs.
_start:
    cli
    xorw %ax,%ax
    movw %ax,%ds
    movw %ax,%es
    movw %ax,%ss
    movw $0x7c00,%sp
    sti
    cld
    movb $0x42,%ah
    call number
next:
    incl 0x9000
    movl 0x9000,%eax
    movw $0xa000,%di
    movw $1024,%cx
    rep stosl
    movl 0x9000,%eax
    movb $0x81,%dl
    shrl $1,%eax
    jnc even
    incb %dl
even:
    imull $37,%eax,%eax
    andl $1023,%eax
    shll $3,%eax
    movl %eax,place
    movw $0xa000,buffer
    movw $8,sectors
    movw $0x4300,%ax
    call disk
    movw $0x4300,%ax
    call number
    jmp next
number:
    movb $0x80,%dl
    movl $1,place
    movw $0x9000,buffer
    movw $1,sectors
disk:
    movw $packet,%si
    int $0x13
    jc stop
    ret
stop:
    hlt
    jmp stop
packet: .byte 16,0
sectors: .word 0
buffer: .word 0,0
place: .long 0,0
    .org 510
    .byte 0x55,0xaa
