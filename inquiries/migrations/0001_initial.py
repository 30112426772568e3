import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('enterprises', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inquiries', to='enterprises.enterprise', verbose_name='doanh nghiệp')),
                ('token', models.UUIDField(editable=False)),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='họ và tên')),
                ('organisation', models.CharField(blank=True, max_length=300, verbose_name='đơn vị')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('text', models.TextField(blank=True, verbose_name='nội dung')),
                ('language', models.CharField(default='vi', editable=False, max_length=5)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='inquiries', to=settings.AUTH_USER_MODEL, verbose_name='người hỏi')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='gửi lúc')),
                ('state', models.CharField(choices=[('waiting', 'Chờ trả lời'), ('answered', 'Đã trả lời'), ('set_aside', 'Không trả lời')], default='waiting', max_length=10, verbose_name='tình trạng')),
                ('answer', models.TextField(blank=True, verbose_name='trả lời')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='closed_inquiries', to=settings.AUTH_USER_MODEL, verbose_name='người xử lý')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='xử lý lúc')),
                ('erased_at', models.DateTimeField(null=True, verbose_name='xóa nội dung lúc')),
            ],
            options={
                'verbose_name': 'hỏi hàng',
                'verbose_name_plural': 'hỏi hàng',
                'ordering': ['-created_at', '-id'],
                'permissions': [('view_inquiry_counts', 'Xem số liệu hỏi hàng')],
                'default_permissions': [],
                'constraints': [models.UniqueConstraint(fields=('token',), name='inquiry_sent_once', violation_error_message='Câu hỏi này đã được gửi.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='inquiry_closed_at_some_time', violation_error_message='Câu hỏi đã xử lý thì có lúc xử lý.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answer', ''), _negated=True), ('erased_at__isnull', False), _connector='OR'), name='inquiry_answered_in_words', violation_error_message='Hãy viết câu trả lời.')],
            },
        ),
    ]
