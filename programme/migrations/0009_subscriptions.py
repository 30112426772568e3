import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0008_plans'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task_number', models.CharField(blank=True, max_length=10, verbose_name='nhiệm vụ số')),
                ('email', models.EmailField(max_length=254, verbose_name='thư điện tử')),
                ('language', models.CharField(choices=[('vi', 'Tiếng Việt'), ('en', 'Tiếng Anh')], max_length=2, verbose_name='ngôn ngữ')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='đăng ký lúc')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='xác nhận lúc')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='programme.programme', verbose_name='chương trình')),
            ],
            options={
                'verbose_name': 'đăng ký theo dõi',
                'verbose_name_plural': 'đăng ký theo dõi',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'task_number', 'email'), name='subscription_once', violation_error_message='Địa chỉ này đã đăng ký.')],
            },
        ),
        migrations.CreateModel(
            name='SubscriptionLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='programme.subscription')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='programme.reportversion')),
            ],
            options={
                'verbose_name': 'thư báo người theo dõi',
                'verbose_name_plural': 'thư báo người theo dõi',
                'constraints': [models.UniqueConstraint(fields=('subscription', 'version'), name='subscription_letter_once')],
            },
        ),
    ]
